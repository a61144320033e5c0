package rendering

// Phrase returns what a text is in the language, a BCP 47 code, where that text says nothing that
// could be checked and is among those that a policy begins with: its title, its headings and what
// everybody knows of cookies. It is "" for any other text.
func Phrase(code, text string) string { return phrases[code][text] }

// phrases are texts by their languages, each under what it is in English.
var phrases = map[string]map[string]string{
	"de": {
		"Cookie Policy":     "Cookie-Richtlinie",
		"What Are Cookies?": "Was sind Cookies?",
		"Cookies are small text files that a website stores in a visitor's browser.": "Cookies sind kleine Textdateien, " +
			"die eine Website im Browser ihrer Besucher speichert.",
		"Cookies We Use": "Welche Cookies wir verwenden",
		"Cookies":        "Cookies",
		"Other Storage":  "Was außerdem gespeichert wird",
		"Third Parties":  "Drittanbieter",
		"Contact Us":     "Kontakt",
	},
	"bn": {
		"Cookie Policy":     "কুকি নীতিমালা",
		"What Are Cookies?": "কুকি কী?",
		"Cookies are small text files that a website stores in a visitor's browser.": "কুকি হলো ছোট টেক্সট ফাইল, " +
			"যা কোনো ওয়েবসাইট দর্শকের ব্রাউজারে রাখে।",
		"Cookies We Use": "আমরা যেসব কুকি ব্যবহার করি",
		"Cookies":        "কুকি",
		"Other Storage":  "আর যা রাখা হয়",
		"Third Parties":  "তৃতীয় পক্ষ",
		"Contact Us":     "যোগাযোগ",
	},
}
