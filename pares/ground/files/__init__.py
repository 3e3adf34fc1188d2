"""PDF, spreadsheets, calendars and charts."""
