"""Files to store: readers stage text, a mapping shapes it, validation judges each row, load admits the good ones."""
