"""Word files become tagged PDFs: ours by the converter built in, others by LibreOffice if it is here.

The converter built in needs nothing but what pip installs. It shows all that a Word file says or
refuses the file; it leaves nothing out. Whichever converter made a PDF, every word of the Word file
is afterwards looked for in it.
"""
