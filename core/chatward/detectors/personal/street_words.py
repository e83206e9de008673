"""Words that make a name the name of a street, by where they stand; 30 languages.

Street types as national addressing guides list them: USPS Publication 28 (appendix C1), the
Universal Postal Union's country pages (https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions).
"""

from __future__ import annotations

# "12 Baker Street": the number first, the word last.
AFTER_NAME = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|"
    "Terrace|Ter|Terr|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Crescent|Cres|Close|Gardens|Gdns|Grove|"
    "Way|Mews|Row|Alley|Aly|Trail|Trl|Plaza|Expressway|Turnpike|Tpke|Freeway|Fwy|Esplanade|Parade|"
    "Pde|Embankment|Quay|Wharf|Villas|Crossroad|Causeway|Motorway|Cct|Marg|Nagar|Colony"
)
AFTER_NAME_LOWER = "street|road|avenue|ave|boulevard|blvd|lane|rd"

# "12 rue de la Paix": the number first, the word next.
BEFORE_NAME_NUMBER_FIRST = (
    "[Rr]ue|[Aa]venue|[Aa]v\\.|[Bb]oulevard|[Bb]d\\.?|[Bb]lvd\\.?|[Cc]hemin|[Ii]mpasse|"
    "[Aa]ll[ée]es?|"
    "[Pp]lace|[Qq]uai|[Cc]ours|[Rr]oute|[Ss]quare|[Ff]aubourg|[Ss]entier|[Rr]uelle|[Vv]enelle|"
    "[Ee]splanade|[Pp]romenade|[Rr]ond-point|[Ll]otissement|[Rr]ésidence|[Hh]ameau|[Cc]ité|[Vv]oie|"
    "[Mm]ontée|[Rr]ang|"
    "[Cc]ôte|[Tt]errasse|[Aa]utoroute|"
    "[Đđ]ường|[Pp]hố|[Ss]traat|[Tt]riq"
)

# Words in ordinary English phrases too, where a name in small letters is none.
ENGLISH_TOO = frozenset(
    ("square", "place", "route", "cours", "promenade", "esplanade", "avenue", "boulevard", "plaza")
)

# "Calle Mayor 3": the word first, the number last. Where the word alone could begin an ordinary
# phrase ("via e-mail 5"), only its capitalised form counts.
BEFORE_NAME = (
    # Spanish, Catalan, Galician
    "[Cc]alle|C/|C\\.|[Cc]l\\.|[Aa]venida|[Aa]v(?:da|enid)?\\.|[Aa]vda|[Pp]laza|[Pp]za\\.|[Pp]aseo|"
    "[Pp]º|"
    "[Cc]amino|[Cc]arretera|[Cc]tra\\.|[Cc]allejón|[Cc]arrer|[Pp]laça|[Pp]lacita|[Pp]asaje|"
    "[Pp]asadizo|"
    "[Rr]onda|[Gg]lorieta|[Tt]ravesía|[Uu]rbanización|[Cc]añada|[Cc]uesta|[Aa]lameda|[Vv]ereda|Vía|"
    "[Cc]orredor|[Pp]eriférico|[Cc]ontinuación|[Cc]ircunvalación|[Pp]rolongación|[Cc]ircuito|"
    "[Rr]etorno|[Vv]iaducto|"
    "[Cc]errada|[Aa]ndador|[Bb]oulevard|[Rr]ambla|[Ss]enda|[Cc]alzada|[Cc]arrera|Cra\\.|Jirón|"
    "Jr\\.|Diagonal|Transversal|Privada|"
    "[Aa]vinguda|[Pp]asseig|[Rr]úa|"
    # Portuguese
    "Passarela|Sítio|Chácara|Quadra|Loteamento|Jardim|Fazenda|Conjunto|Condomínio|Residencial|"
    "Viaduto|"
    "[Rr]ua|R\\.|[Tt]ravessa|[Aa]lameda|[Ll]argo|[Rr]odovia|[Ee]strada|[Pp]raça|[Bb]eco|[Vv]iela|"
    "[Ll]adeira|"
    # Italian
    "Via|[Vv]iale|V\\.le|[Pp]iazza|P\\.za|[Pp]iazzale|[Pp]iazzetta|[Cc]orso|C\\.so|[Vv]icolo|"
    "[Ll]ungomare|"
    "[Ss]trada|[Cc]ontrada|[Ss]alita|[Rr]otonda|[Bb]orgo|[Ll]argo|"
    # French where the number stands last (Belgium, Switzerland, Morocco)
    "[Rr]ue|[Cc]hemin|[Aa]venue|[Bb]oulevard|[Cc]haussée|[Cc]hée|[Qq]uai|"
    # Polish, Czech, Slovak, Slovene, Croatian, Serbian, Bosnian
    "[Uu]l\\.|[Uu]lica|[Uu]lice|(?<!et )[Aa]l\\.|[Aa]leja|[Pp]l\\.|[Pp]lac|[Oo]s\\.|[Oo]siedle|"
    "[Nn]áměstí|[Nn]ám\\.|"
    "[Nn]ábřeží|[Tt]řída|[Tt]rg|[Cc]esta|"
    # Romanian
    "[Ss]tr\\.|[Ss]trada|[Bb]d\\.|[Bb]-dul|[Bb]ulevardul|[Șș]oseaua|[Șș]os\\.|[Aa]leea|[Cc]alea|"
    "[Ii]ntrarea|Drumul|[SȘșs]oseaua|[Pp]iața|"
    # Greek, Russian, Ukrainian, Bulgarian, Serbian
    "[Οο]δός|[Οο]δού|[Λλ]εωφόρος|[Λλ]εωφ\\.|[Πп]λατεία|"
    "[Уу]л\\.|[Уу]лица|[Уу]лице|[Пп]р\\.|[Пп]росп\\.|[Пп]р-т|[Пп]роспект|[Пп]ереулок|[Пп]ер\\.|"
    "[Шш]оссе|[Бб]ул\\.|"
    "[Бб]ульвар|[Бб]ул|[Пп]лощадь|[Пп]л\\.|[Нн]абережная|[Нн]аб\\.|[Вв]ул\\.|[Вв]улиця|[Пп]ровулок|"
    "[Нн]абережна|[Уу]звіз|[Аа]лл\\.|[Аа]ллея|[Аа]лея|[Шш]\\.|[Пп]роезд|[Тт]упик|[Сс]квер|[Пп]арк|"
    "[Шш]осе|[Пп]ров\\.|[Пп]лоща|"
    # Arabic, Persian, Hebrew, Hindi
    "شارع|خیابان|طريق|نهج|زنقة|רחוב|רח'|שדרות|שד'|मार्ग|गली|"
    # Indonesian, Malay, Filipino, Albanian, Maltese, Vietnamese, Thai
    "[Jj]alan|[Jj]ln?\\.|[Ll]orong|[Kk]alye|[Rr]ruga|[Tt]riq|[Đđ]ường|[Pp]hố|ถนน|ซอย"
)

# "Váci utca 12": the name, the word, the number.
BETWEEN = (
    # German
    "Straße|Strasse|Str\\.|Allee|Platz|Weg|Ring|Damm|Gasse|Ufer|Chaussee|Promenade|"
    # Hungarian
    "utca|u\\.|út|útja|tér|tere|körút|krt\\.|köz|sétány|sor|"
    # Turkish
    "Caddesi|Cad\\.|Cd\\.|Sokak|Sokağı|Sok\\.|Sk\\.|Bulvarı|Blv\\.|Mahallesi|Mah\\.|"
    # Norwegian, Danish, Swedish
    "gate|gata|gt\\.|vei|veien|veg|allé|plass|gade|vej|gatan|väg|vägen|"
    # Estonian, Latvian, Lithuanian
    "tänav|tn\\.|puiestee|pst\\.|tee|maantee|mnt\\.|iela|bulvāris|gatvė|g\\.|prospektas|pr\\.|"
    "alėja|"
    # Slavic languages
    "ulica|cesta|trg|třída|nábřeží|námestie|улица|ул\\.|проспект|переулок|шоссе|бульвар|вулиця|"
    "площадь|"
    # Dutch, Frisian
    "straat|laan|plein|weg|gracht|kade|dijk|strjitte"
)

# "Hauptstraße 5": the word closes a compound, then comes the number.
COMPOUND = (
    "straße|strasse|str\\.|gasse|gässchen|platz|weg|allee|chaussee|"
    "straat|laan|plein|gracht|kade|singel|dijk|steeg|strjitte|"
    "gatan|gata|vägen|gränd|stigen|torget|gade|vej|vejen|stræde|plads|vænget|"
    "gaten|veien|vegen|vei|katu|kuja|polku|kaari|ntie|"
    "-(?:Straße|Strasse|Str\\.|Gasse|Weg|Platz|Allee|Ring|Damm|Ufer|Markt|Hof|Chaussee|Stieg|Steig|"
    "Kai)"
)
# Compounds of other things: a place to park, not one to live.
_NO_STREETS = (
    "parkplatz sitzplatz stellplatz arbeitsplatz liegeplatz startplatz fensterplatz stehplatz "
    "tabellenplatz "
    "bahngleisweg umweg rückweg hinweg brigade regata auntie"
)
NO_STREETS = frozenset(_NO_STREETS.split())

# What people write before an address that has no street word in it.
CUE = (
    "[Aa]ddress|ADDRESS|[Aa]dresse|[Aa]nschrift|[Dd]irección|[Dd]omicilio|[Ii]ndirizzo|[Ee]ndereço|"
    "[Mm]orada|"
    "[Aa]dres|[Aa]dresa|[Aa]dress|[Oo]soite(?:eni)?|[Ll]akcím(?:em)?|[Cc]ímem?|[Aa]dresim|"
    "[Аа]дрес[аи]?|"
    "[Δδ]ιεύθυνση|[Aa]adress|[Aa]drese|[Aa]dresas|[Aa]lamat|[Đđ]ịa chỉ"
)
# The same, but much else can follow: "moved to Berlin 5 years ago".
SOFT_CUE = (
    "[Ll]iv(?:e|es|ed|ing) at|[Rr]esid(?:e|es|ing) at|[Ll]ocated at|[Mm]ov(?:ed|ing) to|"
    "[Ss]hip (?:it )?to|[Ss]en[dt] (?:it )?to|[Rr]eturn(?:ed)? (?:it )?to|[Dd]eliver(?:ed)? (?:it "
    ")?to|"
    "[Mm]ail it to|[Ww]ohne in|[Ww]ohnhaft in|[Hh]abite (?:au|à)|[Dd]emeurant|[Vv]iv[eo] en|"
    "[Ee]nvíelo a|"
    "[Aa]bit[ao] in|[Rr]esidente (?:in|en|na|em)|[Mm]oro (?:na|no|em)|[Ww]oon (?:op|aan|in)|"
    "[Mm]ieszkam (?:przy|na|w)|[Zz]amieszkał[ya]|[Bb]ydlím|[Bb]ývam|[Bb]or (?:på|i)|[Aa]sun|"
    "[Ll]ocuiesc(?: pe| în)?|[Пп]роживаю|[Жж]иву"
)
# Words that are followed by a number and are no street.
_NO_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday section chapter version python "
    "figure line "
    "port box room table step page part montag dienstag mittwoch donnerstag freitag samstag "
    "sonntag "
    "kapitel seite zeile lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes jueves "
    "viernes "
    "sabado domingo article artikel abschnitt windows ubuntu java node level phase grade class top "
    "rank in since until"
)
NO_NAMES = frozenset(_NO_NAMES.split())
# Words of ordinary sentences that no street is called by.
_NEVER = (
    "a an and any are at by down each for from hour hours is km lane m meter meters mile miles min "
    "mins "
    "minute minutes my off one or other our out per since that their this to two up ways we which "
    "with your day "
    "days week weeks month months year years more way ways different busy long wide block blocks"
)
NEVER = frozenset(_NEVER.split())
