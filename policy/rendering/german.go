package rendering

import (
	"time"

	"github.com/prokken/prokken/cookie"
)

var german = language{
	stop: ".", and: ", und ", andNames: " und ", or: " oder ", zero: '0',
	counts: []string{
		"", "ein Cookie", "zwei Cookies", "drei Cookies", "vier Cookies", "fünf Cookies", "sechs Cookies", "sieben Cookies",
		"acht Cookies", "neun Cookies", "zehn Cookies",
	},
	cookie: " Cookie", cookies: " Cookies",
	units: []unit{
		{24 * time.Hour, "Tag", "Tage"},
		{time.Hour, "Stunde", "Stunden"},
		{time.Minute, "Minute", "Minuten"},
		{time.Second, "Sekunde", "Sekunden"},
	},
	kind: " und ",
	kinds: map[cookie.Category]string{
		cookie.Necessary: "notwendige Cookies", cookie.Functional: "funktionale Cookies",
		cookie.Preferences: "Präferenz-Cookies", cookie.Analytics: "Analyse-Cookies", cookie.Marketing: "Werbe-Cookies",
	},
	aKind: map[cookie.Category]string{
		cookie.Necessary: "ein notwendiges Cookie", cookie.Functional: "ein funktionales Cookie",
		cookie.Preferences: "ein Präferenz-Cookie", cookie.Analytics: "ein Analyse-Cookie",
		cookie.Marketing: "ein Werbe-Cookie",
	},
	noKind: map[cookie.Category]string{
		cookie.Necessary: "keine notwendigen Cookies", cookie.Functional: "keine funktionalen Cookies",
		cookie.Preferences: "keine Präferenz-Cookies", cookie.Analytics: "keine Analyse-Cookies",
		cookie.Marketing: "keine Werbe-Cookies",
	},
	forms: [statements][]string{
		allOfCategory:     {"wir verwenden nur {kind}", "alle unsere Cookies sind {kind}"},
		oneOfCategory:     {"das Cookie {names} ist {a kind}"},
		severalOfCategory: {"die Cookies {names} sind {kind}"},
		allHTTPOnly: {
			"alle unsere Cookies sind httpOnly", "unsere Cookies können nicht mit JavaScript gelesen werden",
		},
		oneHTTPOnly: {
			"das Cookie {names} ist httpOnly",
			"das Cookie {names} kann nicht mit JavaScript gelesen werden",
		},
		severalHTTPOnly: {
			"die Cookies {names} sind httpOnly",
			"die Cookies {names} können nicht mit JavaScript gelesen werden",
		},
		allSecure:       {"alle unsere Cookies sind Secure"},
		oneSecure:       {"das Cookie {names} ist Secure"},
		severalSecure:   {"die Cookies {names} sind Secure"},
		allSameSite:     {"alle unsere Cookies haben SameSite={value}"},
		oneSameSite:     {"das Cookie {names} hat SameSite={value}"},
		severalSameSite: {"die Cookies {names} haben SameSite={value}"},
		noneOfCategory:  {"wir verwenden {none}", "wir setzen {none}"},
		noCookies:       {"wir verwenden keine Cookies", "wir setzen keine Cookies"},
		countOfCookies:  {"wir verwenden {count}", "wir setzen {count}"},
		onlyThese:       {"wir verwenden nur {names}", "wir setzen nur {names}"},
		isSet:           {"wir verwenden {names}", "wir setzen {names}"},
		sentToPath:      {"das Cookie {names} wird nur an {path} gesendet"},
		livesFor:        {"das Cookie {names} lebt {life}"},
		livesForSession: {"das Cookie {names} lebt, bis Sie den Browser schließen"},
		outlives:        {"das Cookie {name} lebt länger als {than}"},
		neededToLogIn:   {"ohne {any} können Sie sich nicht anmelden"},
		noThirdParties: {
			"wir verwenden keine Cookies von Drittanbietern", "wir setzen keine Cookies von Drittanbietern",
		},
		nothingFromElsewhere: {"unsere Seiten laden nichts von anderen Websites"},
		nothingFrom:          {"unsere Seiten laden nichts von {hosts}"},
		consentBefore:        {"bevor wir {kinds} setzen, bitten wir um Ihre Einwilligung"},
		datedByPublication: {
			"wenn wir diese Richtlinie ändern, aktualisieren wir das Datum oben auf der Seite",
		},
	},
}
