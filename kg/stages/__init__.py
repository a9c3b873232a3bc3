"""The stages, in order: read, clean, paragraphs, articles, sentences, mentions, relations, resolve, graph."""
