"""Text → values. Each module has the same verbs: find, parse, show.

`number` reads bare numbers, `percent` shares of a hundred, `quantity` numbers with their units and bounds, `date` dates
and periods; `numeral`, `date_form` and `date_count` are what they build on. None of them knows articles or rules.

    >>> from kg.values import date, number, percent, quantity
    >>> number.parse("一万五千亿"), percent.parse("百分之九"), quantity.parse("37万人").unit, date.parse("“十四五”")
    (Decimal('1500000000000'), Decimal('9'), '人', '2021/2025')
"""
