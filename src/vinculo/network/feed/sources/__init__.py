"""Where rows come from: CSV, XLSX, a server's pages. All give texts, row by row, as often as asked."""
