"""How the portal looks: themes are folders of data; which one holds is asked for every request.

What readers choose for themselves, dark or high contrast, is a matter of their browser
(``themes/archive/static/themes/archive/shade.js``): pages stay the same for everybody.
"""
