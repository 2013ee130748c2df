"""Words that tell something about a person without naming anybody: what the tick list looks for.

None of them is wrong by itself. Together with others they may say who a child is.
"""

import re

NUMBER = (r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
          r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[- ]\w+)?|thirty(?:[- ]"
          r"\w+)?|forty(?:[- ]\w+)?|fifty(?:[- ]\w+)?|a few|several)")
HALF = r"(?:\s+and\s+a\s+half)?"
SPAN = r"(?:years?|months?|weeks?|days?|hours?)"
MONTH = ("(?:January|February|March|April|May|June|July|August|September|October|November|"
         "December)")
SHORT = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
# A place's own name: words with capitals before what kind of place it is.
# Not a code, and not the end of a sentence or of the cell before.
OWN = (r"(?:(?:(?:St|Dr|Mr|Mrs|Ms)\.|[A-Z](?![\w'’-]*\d)[\w'’-]+)\s+"
       r"(?:(?:of|the|and|on|in|upon|le|St\.?)\s+)*){1,4}")
SETTING = (r"(?:Hospital|Infirmary|Hospice|School|Academy|College|Nursery|Pre-?[Ss]chool|"
           r"Playgroup|University|Children['’]s (?:Centre|Home)|Family Hub|Surgery|"
           r"Health Centre|Medical (?:Centre|Practice)|Clinic|Ward|Maternity Unit)")
PLACE = (r"(?:Street|Road|Avenue|Lane|Close|Drive|Crescent|Terrace|Gardens|Way|Court|Grove|Place|"
         r"Square|Estate|Park|Village|Church|Mosque|Temple|Synagogue|Gurdwara|Chapel|Refuge|"
         r"Hostel|Hotel|Prison|Station|Caravan Site|Farm|Beach|Harbour|Bridge|Marsh|Island)")

COURT = r")(?<!".join(f"{one} Court" for one in (
    "Family", "Crown", "High", "County", "Magistrates", "Magistrates’", "Magistrates'", "Supreme",
    "Youth", "Coroner’s", "Coroner's"))
"""Courts of law are nobody's address."""

AGE, DATE, MONTHS, SETTINGS, PLACES, WHO, HEALTH, FAMILY, FACT = (
    "Age", "Exact date", "Month that matters in this case", "School, hospital or service", "Place",
    "Ethnicity, religion, language or origin", "Health or disability", "Shape of the family",
    "Unusual fact of this case")
NUMBERS, GAP, STRANGE = ("A number or reference", "A gap where a name stood",
                         "A name of somebody or somewhere that we do not know")

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (AGE, re.compile(
        rf"\b(?:aged?|age\s+of|at\s+age|turn(?:ed|ing))\s+(?:about\s+|around\s+|just\s+|only\s+"
        rf"|under\s+|over\s+)?{NUMBER}\b{HALF}(?:[\s-]+{SPAN}\b)?(?:[\s-]+old\b)?"
        rf"|\b{NUMBER}{HALF}(?:\s+and\s+{NUMBER})?[\s-]+{SPAN}[\s-]+(?:old|of\s+age)\b"
        rf"|\b(?:boys?|girls?|child|children|baby|babies|toddlers?|infant|sons?|daughters?|"
        rf"teenagers?|pupils?|brothers?|sisters?|man|woman)\s+of\s+"
        rf"(?:about\s+|only\s+|just\s+)?{NUMBER}\b{HALF}(?:\s+{SPAN}\b)?(?!\s+(?:parents|mothers|"
        r"adults|children|siblings|sisters|brothers|families|homes|schools|agencies|people))"
        rf"|\b(?:he|she|they|who)\s+(?:was|is|were)\s+(?:about\s+|only\s+|just\s+|nearly\s+|"
        rf"almost\s+|then\s+|still\s+)*{NUMBER}(?:\s+{SPAN})?(?=\s*[.,;:)]|\s+(?:when|at)\b)"
        rf"|\b{NUMBER}[\s-]+(?:year|month|week|day)s?[\s-]+olds?\b"
        rf"|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+teenth|"
        rf"\d{{1,2}}(?:st|nd|rd|th))\s+birthday\b"
        r"|\bnew-?born(?:\s+baby)?\b|\bprematurely\b|\bborn\s+at\s+\S+\s+weeks\b", re.I)),
    (DATE, re.compile(
        rf"\b{DAY}\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH}|{SHORT})\b(?:,?\s+\d{{4}})?"
        rf"|\b{DAY}{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"
        r"|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
        r"|\b(?:Christmas|Boxing|New Year['’]s|Mother['’]s|Father['’]s|Remembrance)\s+"
        r"(?:Day|Eve|Sunday)\b|\b(?:Hallowe['’]?en|Bonfire Night|Good Friday|Easter (?:Sunday|"
        r"Monday)|Eid|Diwali|Hanukkah)\b", re.I)),
    (SETTINGS, re.compile(rf"\b{OWN}{SETTING}\b(?!\s+(?:Nurse|Teacher|Admission|Transport))")),
    (PLACES, re.compile(rf"\b{OWN}{PLACE}\b(?<!{COURT})")),
    (WHO, re.compile(
        r"\b(?:White|Black|Asian|Mixed)(?:[ /](?:British|Irish|English|Welsh|Scottish|African|"
        r"Caribbean|Asian|Other|and|White|Black))+\b"
        r"|\b(?:Afghan|African|Albanian|Arab|Bangladeshi|Bengali|Brazilian|Bulgarian|Caribbean|"
        r"Chinese|Congolese|Czech|Eritrean|Ethiopian|Filipin[oa]|Ghanaian|Gyps(?:y|ies)|"
        r"Hungarian|Indian|Iranian|Iraqi|Irish Traveller|Jamaican|Kurdish|Latvian|Lithuanian|"
        r"Nepali|Nigerian|Pakistani|Polish|Portuguese|Punjabi|Roma|Romanian|Russian|Scottish|"
        r"Slovak(?:ian)?|Somali|Sri Lankan|Sudanese|Syrian|Tamil|Travellers?|Turkish|Ukrainian|"
        r"Vietnamese|Welsh|Yoruba|Zimbabwean|dual heritage|mixed heritage|mixed race|"
        r"asylum[- ]seek(?:er|ers|ing)|refugees?|unaccompanied)\b"
        r"|\b(?:Christian|Roman Catholic|Catholic|Muslim|Islam(?:ic)?|Jewish|Hindu|Sikh|Buddhist|"
        r"Jehovah['’]s Witness(?:es)?|Mormon|Pentecostal|Orthodox|Plymouth Brethren)\b")),
    (HEALTH, re.compile(
        r"\b(?:autis(?:m|tic)|ADHD|Asperger['’]?s?|cerebral palsy|cystic fibrosis|epilep(?:sy|tic)|"
        r"Down['’]?s syndrome|sickle cell|muscular dystrophy|spina bifida|type [12] diabetes|"
        r"haemophilia|leukaemia|deaf(?:ness)?|(?:registered )?blind|wheelchair|tracheostomy|"
        r"gastrostomy|learning disabilit(?:y|ies)|f(?:o|oe)tal alcohol|HIV|tuberculosis|"
        r"hydrocephalus|transplant|brittle bones?|osteogenesis imperfecta)\b", re.I)),
    (FAMILY, re.compile(
        rf"\b(?:identical\s+)?(?:twins?|triplets?|quadruplets?)\b"
        rf"|\b(?:eldest|oldest|youngest|middle)\s+(?:\w+\s+)?of\s+{NUMBER}\b"
        rf"|\bone\s+of\s+{NUMBER}\s+(?:children|siblings|brothers|sisters)\b"
        rf"|\b{NUMBER}\s+(?:older\s+|younger\s+|half-?\s?|step-?\s?)?(?:siblings|brothers|sisters)"
        r"\b|\b(?:adopted|surrogate|IVF|kinship carer|special guardian(?:ship)?)\b", re.I)),
    (NUMBERS, re.compile(
        # Groups parted by strokes or dashes: no day, no two years, no hours.
        r"(?<![\w/.-])(?!\d{1,2}/\d{1,2}/(?:\d\d|\d{4})(?![\d/])|\d{4}-\d\d-\d\d(?!\d)"
        r"|(?:19|20)\d\d[/–-](?:(?:19|20)\d\d|\d\d)(?!\d)|0\d{4}[ -]\d"
        r"|\d{1,3}[–-]\d{1,3}(?![\w/–-]))"
        r"(?=(?:[A-Z/–-]*\d){4})"
        r"[A-Z]{0,5}\d{1,9}(?:[/–-][A-Z]{0,4}\d{1,9})+[A-Z]?(?![\w/])"
        # Letters and figures in one.
        r"|(?<![\w@.-])(?=[A-Z\d/-]{5,}(?!\w))(?=[A-Z/-]*\d)(?=\d*[A-Z])(?=(?:[A-Z/-]*\d){3})"
        r"[A-Z\d]+(?:[/-][A-Z\d]+)*(?![\w])"
        # A long number, or one that is said to be a reference.
        r"|(?<![\w.,/+-])(?<!\d[ \u00a0])[1-9]\d{5,}(?![\w/])(?!,\d)"
        r"|\b(?:ref(?:erence)?|number|no\.|URN|case|crime|log|incident)\.?:?\s+"
        r"(?:no\.?\s+|number\s+)?(?!(?:19|20)\d\d(?!\d))\d{3,}\b")),
    (GAP, re.compile(
        r"\[(?:name|family name|place|address|school or setting|hospital|removed|postcode|"
        r"telephone number|e-mail address|date of (?:birth|death)|NHS number|pupil number|"
        r"National Insurance number)\]", re.I)),
)
