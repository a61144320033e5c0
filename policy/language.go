package policy

import "slices"

// Direction is which way a script runs, as HTML says it.
type Direction string

// The directions.
const (
	LeftToRight Direction = "ltr"
	RightToLeft Direction = "rtl"
)

// Language is one that the policies can be read in.
type Language struct {
	Code      string // BCP 47
	Name      string // what its speakers call it
	English   string
	Direction Direction
}

// Original is the language that the policies are written in.
var Original = Language{"en", "English", "English", LeftToRight}

// Languages are those that a policy can be translated into. The words of the
// page around it stand in package views/legal, and the sentences that are recognized in package
// rendering.
var Languages = []Language{
	{"bn", "বাংলা", "Bangla", LeftToRight},
	{"de", "Deutsch", "German", LeftToRight},
}

// FindLanguage finds one that a policy can be translated into, by its code.
func FindLanguage(code string) (Language, bool) {
	i := slices.IndexFunc(Languages, func(l Language) bool { return l.Code == code })
	if i < 0 {
		return Language{}, false
	}
	return Languages[i], true
}
