package pages

import "strings"

// country is one to choose from.
type country struct{ code, name string }

var countries = readCountries(`
AU Australia;AT Austria;BD Bangladesh;BE Belgium;BR Brazil;BG Bulgaria;CA Canada;CN China;HR Croatia;
CY Cyprus;CZ Czechia;DK Denmark;EE Estonia;FI Finland;FR France;DE Germany;GR Greece;HU Hungary;IN India;
IE Ireland;IT Italy;JP Japan;LV Latvia;LT Lithuania;LU Luxembourg;MT Malta;MX Mexico;NL Netherlands;
NZ New Zealand;NO Norway;PL Poland;PT Portugal;RO Romania;SG Singapore;SK Slovakia;SI Slovenia;ES Spain;
SE Sweden;CH Switzerland;GB United Kingdom;US United States`)

func readCountries(text string) []country {
	var found []country
	for one := range strings.SplitSeq(text, ";") {
		code, name, _ := strings.Cut(strings.TrimSpace(one), " ")
		found = append(found, country{code, name})
	}
	return found
}

// choices are the countries, and the one that is chosen already.
func choices(chosen string) []country {
	for _, one := range countries {
		if one.code == chosen || chosen == "" {
			return countries
		}
	}
	return append([]country{{chosen, chosen}}, countries...)
}
