package legal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/views/display"
)

// pageWords are the fixed words around a policy in one language: all but the
// policy's own. A language of [policy.Languages] has its words here.
type pageWords struct {
	Language                       string // the word for it
	Contents, LastUpdated, InShort string
	InEffectSince                  string
	LinkTo                         string // %s: a heading
	CookieName, Purpose            string
	Type, Duration                 string
	Necessary                      string
	Functional, Preferences        string
	Kept                           string // what is kept: the head of a column
	Analytics, Marketing           string
	PathRestricted, Attributes     string
	TheirPolicy                    string
	Email, Phone, Website          string
	Checked, WhatIsChecked         string
	ChecksNote, BackToSentence     string
	ObservedNote                   string // what the marks of a customer's policy mean
	CheckedRelated, NotChecked     string
	Beside                         string    // above the checked sentences of the original
	Kinds                          [5]string // of sentences that nothing checks, as in [policy.StatedKinds]
	Version                        string    // %s: a number
	AllVersions                    string
	Partial                        string // a translation that leaves something in the original
	Stale                          string // %s: the version that a translation was made of
	Untranslated                   string // the link to the original
	Upcoming                       string // %s: the day on which a new version takes effect
	ReadUpcoming, Print            string
	ReadPrepared                   string // the link to the new version in this language
	TranslationHash                string
	Translation                    string // %s: its number
	Digits                         [10]string
	Months                         [12]string
	Date                           string // %[1]s day, %[2]s month, %[3]s year
	Session                        string // the life of a cookie until the browser is closed
	UntilDeleted                   string // the life of what only its visitor deletes
	Day, Hour, Minute, Second      plural
	Verdict                        verdictWords
}

// plural is a word with a number: for one, and for several.
type plural struct{ One, Several string }

var english = pageWords{
	Language: "Language",
	Contents: "Contents", LastUpdated: "Last updated", InShort: "In short",
	InEffectSince: "In effect since",
	LinkTo:        "Link to %s",
	Kept:          "Kept in the browser",
	CookieName:    "Cookie Name", Purpose: "Purpose", Type: "Type", Duration: "Duration",
	Necessary: cookie.Necessary.Words(), Functional: cookie.Functional.Words(),
	Preferences: cookie.Preferences.Words(), Analytics: cookie.Analytics.Words(), Marketing: cookie.Marketing.Words(),
	PathRestricted: "Path-restricted", Attributes: "Attributes",
	TheirPolicy: "Their policy",
	Email:       "Email", Phone: "Phone", Website: "Website",
	Checked: "Checked", WhatIsChecked: "What is checked",
	ChecksNote: "A tick follows a sentence that says exactly what the server checks by itself. " +
		"A hollow mark means that a person confirmed that it does. " +
		"After the others, once for several in a row, it says what kind they are: none of those are checked.",
	ObservedNote: "A tick follows a sentence that says exactly what an audit saw: a browser that visits the site as a new visitor does. " +
		"A hollow mark means that a person confirmed that it says so. After the others it says what is known about them: " +
		"an audit contradicts them, or has not seen what they say; or they cannot be checked, and are the owner's word.",
	CheckedRelated: "Checked, in words that a person confirmed",
	Beside:         "Checked in the original",
	NotChecked:     "Not checked",
	Kinds:          [5]string{"intention", "law", "general knowledge", "what others do", "not checkable"},
	BackToSentence: "Back to the sentence",
	Version:        "Version %s", AllVersions: "All versions",
	Partial:         "Some of this page is not translated yet and is shown in English.",
	Stale:           "This translation was made for version %s. What has changed since is shown in English.",
	Untranslated:    "Read the whole page in English",
	Upcoming:        "A new version takes effect on %s.",
	ReadUpcoming:    "Read it in English",
	ReadPrepared:    "Read it",
	Print:           "Print or save as PDF",
	TranslationHash: "SHA-256 of this translation",
	Translation:     "Translation %s",
	Digits:          [10]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
	Months: [12]string{
		"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
		"December",
	},
	Date:    "%[2]s %[1]s, %[3]s",
	Session: cookie.Session.String(), UntilDeleted: "until you delete it",
	Day: plural{"%s day", "%s days"}, Hour: plural{"%s hour", "%s hours"},
	Minute: plural{"%s minute", "%s minutes"}, Second: plural{"%s second", "%s seconds"},
	Verdict: englishVerdict,
}

// wordsIn are the words of a language; English for one without.
func wordsIn(l policy.Language) pageWords {
	switch l.Code {
	case "bn":
		return bangla
	case "de":
		return german
	default:
		return english
	}
}

// stated is the kind of a sentence that nothing checks.
func (w pageWords) stated(kind policy.Stated) string {
	if i := slices.Index(policy.StatedKinds, kind); i >= 0 {
		return w.Kinds[i]
	}
	return string(kind)
}

// number is a number, or a text with numbers, in the language's digits.
func (w pageWords) number(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		return []rune(w.Digits[r-'0'])[0]
	}, text)
}

// date is a calendar day as the policies print it.
func (w pageWords) date(t time.Time) string {
	return fmt.Sprintf(w.Date, w.number(strconv.Itoa(t.Day())), w.Months[t.Month()-1], w.number(strconv.Itoa(t.Year())))
}

// lifetime is how long a cookie lives, in the units that [cookie.Lifetime] uses.
func (w pageWords) lifetime(l cookie.Lifetime) string {
	if l == cookie.Session {
		return w.Session
	}
	count, unit, _ := strings.Cut(l.String(), " ")
	words, known := map[string]plural{"day": w.Day, "hour": w.Hour, "minute": w.Minute, "second": w.Second}[strings.TrimSuffix(unit, "s")]
	switch {
	case !known:
		return l.String()
	case count == "1":
		return fmt.Sprintf(words.One, w.number(count))
	}
	return fmt.Sprintf(words.Several, w.number(count))
}

// kept is for how long something is kept.
func (w pageWords) kept(s block.Stored) string {
	if s.Kept == 0 && s.Kind != block.SessionStorage {
		return w.UntilDeleted
	} else if s.Kept == 0 {
		return w.Session
	}
	return w.lifetime(s.Kept)
}

func (w pageWords) category(c cookie.Category) string {
	switch c {
	case cookie.Necessary:
		return w.Necessary
	case cookie.Functional:
		return w.Functional
	case cookie.Preferences:
		return w.Preferences
	case cookie.Analytics:
		return w.Analytics
	case cookie.Marketing:
		return w.Marketing
	}
	return ""
}

func (w pageWords) linkTo(heading string) string { return fmt.Sprintf(w.LinkTo, heading) }

func (w pageWords) version(n int64) string {
	return fmt.Sprintf(w.Version, w.number(display.Number(n)))
}

func (w pageWords) translation(n int64) string {
	return fmt.Sprintf(w.Translation, w.number(display.Number(n)))
}
