package policy

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// shippedConfirmations is the file that says what was confirmed of shipped policies, by their
// slugs.
type shippedConfirmations struct {
	On       string                         `yaml:"on"` // the day of the review
	Policies map[string][]confirmedSentence `yaml:"policies"`
}

type confirmedSentence struct {
	Says string `yaml:"says"`
	As   string `yaml:"as"`
	Key  string `yaml:"key"`
}

// ParseConfirmations reads what was confirmed of shipped policies, by their slugs.
func ParseConfirmations(text []byte) (map[string]Confirmations, error) {
	var file shippedConfirmations
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		return nil, errors.New(strings.Join(strings.Fields(yaml.FormatError(err, false, false)), " "))
	}
	all := map[string]Confirmations{}
	for slug, sentences := range file.Policies {
		all[slug] = Confirmations{}
		for _, s := range sentences {
			all[slug][s.Key] = Confirmation{Key: s.Key, As: s.As, By: ByShipper, At: file.On + "T00:00:00Z"}
		}
	}
	return all, nil
}

// WriteConfirmations writes a file for [ParseConfirmations] that confirms each of the sentences
// as it is proposed, for a person to read. It leaves out what cannot be confirmed.
func WriteConfirmations(on string, slugs []string, open map[string]UnconfirmedSentences) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "on: %q\npolicies:\n", on)
	for _, slug := range slugs {
		fmt.Fprintf(&out, "  %s:\n", slug)
		for _, s := range open[slug] {
			if s.Proposed != "" {
				fmt.Fprintf(&out, "    - says: %q\n      as: %s\n      key: %s\n", s.Says, s.Proposed, s.Key)
			}
		}
	}
	return []byte(out.String())
}
