package legal

var german = pageWords{
	Language: "Sprache",
	Contents: "Inhalt", LastUpdated: "Zuletzt aktualisiert", InShort: "Kurz gesagt",
	InEffectSince: "In Kraft seit",
	LinkTo:        "Link zu %s",
	Kept:          "Im Browser gespeichert",
	CookieName:    "Name des Cookies", Purpose: "Zweck", Type: "Art", Duration: "Dauer",
	Necessary: "Notwendig / unbedingt erforderlich", Functional: "Funktional",
	Preferences: "Präferenzen", Analytics: "Analyse", Marketing: "Werbung / Marketing",
	PathRestricted: "Auf einen Pfad beschränkt", Attributes: "Weitere Eigenschaften",
	TheirPolicy: "Deren Richtlinie",
	Email:       "E-Mail", Phone: "Telefon", Website: "Webseite",
	Checked: "Geprüft", WhatIsChecked: "Was geprüft wird",
	ChecksNote: "Ein Häkchen steht hinter einem Satz, der genau das sagt, was der Server selbst prüft. " +
		"Ein hohles Zeichen steht, wo ein Mensch bestätigt hat, dass der Satz dasselbe sagt wie das englische Original. " +
		"Was sonst noch geprüft wird, steht unter jedem Abschnitt im Original.",
	ObservedNote: "Ein Häkchen steht hinter einem Satz, der genau das sagt, was eine Prüfung gesehen hat: ein Browser, der die Website wie " +
		"ein neuer Besucher öffnet. Ein hohles Zeichen steht, wo ein Mensch bestätigt hat, dass der Satz das sagt. " +
		"Was sonst noch geprüft wird, steht unter jedem Abschnitt im Original.",
	CheckedRelated: "Geprüft, in Worten, die ein Mensch bestätigt hat",
	Beside:         "Im englischen Original geprüft",
	NotChecked:     "Nicht geprüft",
	Kinds:          [5]string{"Absicht", "Recht", "Allgemeinwissen", "was andere tun", "nicht prüfbar"},
	BackToSentence: "Zurück zum Satz",
	Version:        "Fassung %s", AllVersions: "Alle Fassungen",
	Partial:         "Einiges auf dieser Seite ist noch nicht übersetzt und steht auf Englisch da.",
	Stale:           "Diese Übersetzung gehört zu Fassung %s. Was sich seitdem geändert hat, steht auf Englisch da.",
	Untranslated:    "Die ganze Seite auf Englisch lesen",
	Upcoming:        "Am %s tritt eine neue Fassung in Kraft.",
	ReadUpcoming:    "Auf Englisch lesen",
	ReadPrepared:    "Lesen",
	Print:           "Drucken oder als PDF speichern",
	TranslationHash: "SHA-256 dieser Übersetzung",
	Translation:     "Übersetzung %s",
	Digits:          [10]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
	Months: [12]string{
		"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
		"Dezember",
	},
	Date:    "%[1]s. %[2]s %[3]s",
	Session: "bis der Browser geschlossen wird", UntilDeleted: "bis Sie es löschen",
	Day: plural{"%s Tag", "%s Tage"}, Hour: plural{"%s Stunde", "%s Stunden"},
	Minute: plural{"%s Minute", "%s Minuten"}, Second: plural{"%s Sekunde", "%s Sekunden"},
	Verdict: germanVerdict,
}
