package upkeep

import (
	"testing"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// TestVocabularyInEachLanguage: every sentence and heading that can be generated is known in every
// language that policies are translated into.
func TestVocabularyInEachLanguage(t *testing.T) {
	for _, language := range policy.Languages {
		for _, sentence := range append(vocabulary(), general, "Our pages load nothing from other websites.") {
			d := policy.Document{Slug: policy.CookiePolicy, Title: "Cookie Policy"}
			d.Sections = append(d.Sections, section(usedAnchor, "Cookies We Use", block.Prose(sentence)))
			words := d.SuggestedWords(language.Code, claim.Evidence{Observed: true})
			for _, key := range []string{"title", usedAnchor + ".title", usedAnchor + "-1"} {
				if words[key] == "" {
					t.Errorf("in %s: no words for %s of %q", language.English, key, sentence)
				}
			}
		}
	}
}
