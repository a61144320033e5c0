package lexicon

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/token"
)

// IsTitle reports whether the text names what a part of a policy is about and says nothing
// else. The names are a closed list: "Analytics cookies" is one, "No tracking" is none.
func IsTitle(text string, c discourse.Context) bool {
	tokens, err := token.Tokens(text)
	if err != nil || len(tokens) == 0 {
		return false
	}
	if last := tokens[len(tokens)-1].Text; last == ":" || last == "?" {
		tokens = tokens[:len(tokens)-1]
	}
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
		if c.IsSite(t.Text) {
			words[i] = "we"
		}
	}
	return slices.Contains(titles, strings.Join(words, " "))
}

// titles name parts of policies, in the form of [token.Fold], the site's name as "we". Each was read
// by a person: it holds no claim about any site.
var titles = []string{
	// policies
	"cookie policy", "cookies policy", "cookie notice", "cookie statement", "privacy policy", "privacy notice",
	"terms of service", "terms of use", "terms and conditions", "refund policy",
	"this policy", "about this policy", "about this cookie policy", "introduction", "overview", "summary", "in short",
	"scope", "definitions",
	// cookies in general
	"cookies", "what are cookies", "what is a cookie", "what cookies are", "about cookies", "types of cookies",
	"kinds of cookies", "cookie categories", "categories of cookies", "cookies and similar technologies",
	"similar technologies", "how cookies work", "why cookies are used", "cookie lifetimes", "session cookies",
	"persistent cookies", "first-party cookies", "third-party cookies", "third parties",
	// ours
	"cookies we use", "cookies we set", "the cookies we use", "the cookies we set", "the cookies that we sets",
	"the cookies that we set", "the cookies that we use", "our cookies", "which cookies we use", "which cookies we set",
	"what cookies we use", "what cookies do we use", "which cookies do we use", "how we use cookies",
	"how do we use cookies", "why we use cookies", "why do we use cookies", "our use of cookies", "cookie list", "cookies set by we", "list of the cookies that we use",
	"list of cookies", "cookie table", "cookies in detail", "cookie details",
	// categories
	"necessary cookies", "strictly necessary cookies", "essential cookies", "authentication cookies",
	"functional cookies", "preference cookies", "performance cookies", "analytics cookies", "analytical cookies",
	"statistics cookies", "marketing cookies", "advertising cookies", "advertising and marketing cookies",
	"advertising / marketing cookies", "analytics and marketing cookies", "targeting cookies", "optional cookies",
	"social media cookies", "security cookies", "authentication", "functionality", "analytics", "marketing",
	"advertising", "preferences", "payments", "payment providers",
	// security
	"security", "security properties", "security of our cookies", "cookie security", "how cookies are protected",
	// choices
	"consent", "your consent", "your choices", "your cookie choices", "your options", "your rights",
	"managing cookies", "manage cookies", "how to manage cookies", "how to control cookies", "controlling cookies",
	"disabling cookies", "how to disable cookies", "deleting cookies", "browser settings", "cookie settings",
	"withdrawing consent", "changing your choice", "do not track", "global privacy control",
	// accounts, terms, money
	"data we keep", "your account", "your sessions", "what happened to your account", "your payments", "server log",
	"why we use it", "who receives it", "how long we keep it", "how we protect it", "children", "plans and payment",
	"cancelling", "price changes", "acceptable use", "our content and yours", "availability", "liability",
	"ending your account", "changes and governing law", "your first payment", "renewals", "what you bought once",
	"double or mistaken charges", "your legal rights", "how to ask", "how you are paid back",
	"what happens to your access",
	// the rest
	"changes", "changes to this policy", "changes to this cookie policy", "updates to this policy", "updates",
	"policy changes", "version history", "related policies", "other policies", "further information",
	"more information", "learn more", "links", "contact", "contact us", "contact details", "how to contact us",
	"questions", "ask us", "how to reach us", "who we are", "who to contact",
}
