-- What is asked most, ready to read.

CREATE VIEW officials AS
SELECT person, group_concat(post, '；') AS posts, min(first) AS first, max(last) AS last, person_iri
FROM (SELECT person, person_iri, first, last, body || ' ' || role AS post FROM tenures ORDER BY person, body, role)
GROUP BY person_iri ORDER BY person;

CREATE VIEW protocol_order AS
SELECT meeting, date, position, participant, as_zh, sentence FROM participations
WHERE position IS NOT NULL ORDER BY meeting, position, participant;

CREATE VIEW targets_and_results AS
SELECT wanted.subject, wanted.indicator, wanted.period AS target_period, wanted.printed AS target,
       reached.period AS result_period, reached.printed AS result,
       wanted.sentence AS target_sentence, reached.sentence AS result_sentence
FROM figures AS wanted JOIN figures AS reached USING (series_iri)
WHERE wanted.status = 'Target' AND reached.status = 'Result'
ORDER BY wanted.subject, wanted.indicator, wanted.period, reached.period;

CREATE VIEW open_references AS
SELECT class, name, also, iri FROM entities WHERE open = 1 ORDER BY class, name;
