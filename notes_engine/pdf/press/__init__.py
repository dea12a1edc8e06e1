"""The press: a note is typeset once with holes in it, and every other note like it is stamped into that plate."""
