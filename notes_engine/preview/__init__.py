"""The preview: a local web application that shows the notes while their templates are edited."""
