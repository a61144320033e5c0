package consent

import (
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

// Wording is what visitors read when they are asked: every word of the form, and nothing
// else. Pages print it, and its hash stands in the record of each answer.
type Wording struct {
	Title      string            `json:"title"`
	Text       string            `json:"text"`
	Accept     string            `json:"accept"` // the buttons
	Refuse     string            `json:"refuse"`
	Save       string            `json:"save"`
	Categories []CategoryWording `json:"categories"`
}

// CategoryWording is one category as the form names it.
type CategoryWording struct {
	Category cookie.Category `json:"category"`
	Words    string          `json:"words"`
	Cookies  []CookieWording `json:"cookies"`
}

// CookieWording is one cookie as the form describes it.
type CookieWording struct {
	Name    string `json:"name"`
	Purpose string `json:"purpose"`
	About   string `json:"about"` // how long it stays, and who sets it
}

// wordingOf is the question about the optional cookies among these.
func wordingOf(categories []cookie.Category, declared []cookie.Declaration) Wording {
	w := Wording{
		Title:  "May we use optional cookies?",
		Accept: "Accept all", Refuse: "Refuse all", Save: "Save my choice",
	}
	var purposes []string
	for _, category := range categories {
		purposes = append(purposes, strings.ToLower(category.Words()))
		w.Categories = append(w.Categories, CategoryWording{category, category.Words(), cookieWordings(category, declared)})
	}
	w.Text = "They would be for " + strings.Join(purposes, " and ") +
		". None are set unless you agree, and everything works without them."
	return w
}

func cookieWordings(category cookie.Category, declared []cookie.Declaration) []CookieWording {
	var all []CookieWording
	for _, d := range declared {
		if d.Category != category {
			continue
		}
		about := "Duration: " + d.Lifetime.Words()
		if d.Party != "" {
			about += " · set by " + d.Party
		}
		all = append(all, CookieWording{d.Name, d.Purpose, about})
	}
	return all
}

// canonical is the wording in canonical JSON, and the hash of that.
func (w Wording) canonical() (text, hash string) {
	text, hash, _ = policy.Canonical(w) // plain data does not fail
	return text, hash
}
