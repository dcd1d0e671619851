"""What one does with the list of cases as a whole: views, columns, board, work on many cases at once."""
