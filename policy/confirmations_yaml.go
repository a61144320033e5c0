package policy

import (
	"cmp"
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

const confirmationsHead = `# What was confirmed, in review, of the sentences that the server cannot read: that they mean what is
# checked (attested), or what kind of sentence they are. The key ends with any change of a sentence, of
# what is checked of it, or of what it refers to. "go test ./policy -run ShippedSentences -update"
# writes the file again and keeps what is decided here; read the difference.
`

// WriteConfirmations writes a file for [ParseConfirmations] that confirms each of the sentences
// as it is known, or else as it is proposed, for a person to read. It leaves out what cannot be
// confirmed.
func WriteConfirmations(
	on string, slugs []string, open map[string]UnconfirmedSentences, known map[string]Confirmations,
) []byte {
	var out strings.Builder
	out.WriteString(confirmationsHead)
	fmt.Fprintf(&out, "on: %q\npolicies:\n", on)
	for _, slug := range slugs {
		fmt.Fprintf(&out, "  %s:\n", slug)
		for _, s := range open[slug] {
			if s.Proposed != "" {
				as := cmp.Or(known[slug][s.Key].As, s.Proposed)
				fmt.Fprintf(&out, "    - says: %q\n      as: %s\n      key: %s\n", s.Says, as, s.Key)
			}
		}
	}
	return []byte(out.String())
}
