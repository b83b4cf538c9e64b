"""What several people sent in, after one who wrote first; and what another said."""

LETTER = (
    "We, the market traders, ask the county to build toilets and a water point at every market"
    " before it raises the daily fee, because women carry children there from dawn until dusk."
)
KISWAHILI = (
    "Sisi wafanyabiashara wa soko tunaomba kaunti ijenge vyoo na kituo cha maji katika kila soko"
    " kabla ya kuongeza ada ya kila siku, kwa sababu akina mama hubeba watoto huko mchana kutwa."
)
OTHER = (
    "The draft does not say who repairs a borehole that breaks down; name the office, the days it"
    " may take, and whom a village can call when nobody comes to look at the pump."
)
