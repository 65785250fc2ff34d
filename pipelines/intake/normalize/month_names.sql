-- the names of months in the text of a day: small letters without accents
create or replace macro month_of(day) as
    map {
        'jan': 1, 'january': 1, 'feb': 2, 'february': 2, 'mar': 3, 'march': 3, 'apr': 4, 'april': 4, 'may': 5,
        'jun': 6, 'june': 6, 'jul': 7, 'july': 7, 'aug': 8, 'august': 8, 'sep': 9, 'sept': 9, 'september': 9,
        'oct': 10, 'october': 10, 'nov': 11, 'november': 11, 'dec': 12, 'december': 12
    }[regexp_extract(day, '[a-z]{3,}')];

-- Spanish, French, German, Portuguese, Haitian Creole; names that are spelled as in English are read as such
create or replace macro names_other_month(day) as
    regexp_full_match(
        day,
        '([a-z]{3,12}[.]?,? )?(le )?[0-9]{1,4}(er|o)?[-/ .]*(de )?[a-z]{2,12}[-/ .,]*(del? )?[0-9]{1,4}'
        '|([a-z]{3,12}[.]?,? )?[a-z]{2,12}[-/ .]*[0-9]{1,2}[-/ .,]*(del? )?([0-9]{2}|[0-9]{4})'
    )
    and list_has_any(
        regexp_extract_all(day, '[a-z]+'),
        [
            'ene', 'enero', 'febrero', 'marzo', 'abr', 'abril', 'mayo', 'junio', 'julio', 'ago', 'agosto', 'set',
            'setiembre', 'septiembre', 'octubre', 'noviembre', 'dic', 'diciembre',
            'janv', 'janvier', 'fev', 'fevr', 'fevrier', 'mars', 'avr', 'avril', 'mai', 'juin', 'juil', 'juillet',
            'aout', 'septembre', 'octobre', 'novembre', 'decembre',
            'januar', 'janner', 'jaenner', 'februar', 'marz', 'maerz', 'mrz', 'juni', 'juli', 'okt', 'oktober',
            'dez', 'dezember',
            'janeiro', 'fevereiro', 'marco', 'maio', 'junho', 'julho', 'setembro', 'out', 'outubro', 'novembro',
            'dezembro',
            'janvye', 'fevriye', 'mas', 'me', 'jen', 'jiye', 'septanm', 'sektanm', 'oktob', 'novanm', 'desanm'
        ]
    );
