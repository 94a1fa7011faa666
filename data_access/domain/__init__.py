"""What the trade calls things: texts, periods, filters, dimensions, codes, calendars, the reader's scope. Imports nothing of ours."""
