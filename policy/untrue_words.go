package policy

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/rendering"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// CheckTruth returns models.Invalid with a message under each key whose words say something that is
// not true of the document: in a sentence of the language that package rendering knows, or in English.
func (d Document) CheckTruth(language string, words Words, f claim.Evidence) error {
	problems := validation.Errors{}
	known := rendering.KnownOf(language, d.Evidence(f))
	source, _ := d.Words()
	for key, text := range words {
		for _, sentence := range wording.Markdown(text).PlainSentences() {
			if because := d.untrueIn(known, sentence.Text, f); because != "" && text != source[key] {
				problems[key] = fmt.Sprintf("“%s” is not true: %s", sentence.Text, because)
			}
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// untrueIn returns why the sentence is not true; "" if nothing is known against it.
func (d Document) untrueIn(known rendering.Known, sentence string, f claim.Evidence) string {
	if mayBeEnglish(sentence) {
		if because := d.UntrueOf(sentence, f); because != "" {
			return because
		}
	}
	for _, condition := range known.Of(sentence) {
		for _, status := range claim.Check(condition, d.Evidence(f)) {
			if status.Untrue != "" {
				return status.Untrue
			}
		}
	}
	return ""
}

// mayBeEnglish reports whether each letter is one that English has.
func mayBeEnglish(sentence string) bool {
	isForeign := func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) }
	return !strings.ContainsFunc(sentence, isForeign)
}
