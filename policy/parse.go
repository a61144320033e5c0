package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml"
)

// ParseYAML reads a document as it stands in content/. An error names the line
// and the reason. Blocks without a uid get one.
func ParseYAML(text []byte) (Document, error) {
	var d Document
	if err := yaml.UnmarshalWithOptions(text, &d, yaml.Strict()); err != nil {
		return d, errors.New(strings.Join(strings.Fields(yaml.FormatError(err, false, false)), " "))
	}
	d.nameBlocks()
	return d, d.Validate()
}

// parseJSON reads what Canonical wrote. A stored document is not validated
// again: what was once published stays readable.
func parseJSON(text string) (Document, error) {
	var d Document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, fmt.Errorf("stored document: %w", err)
	}
	d.nameBlocks()
	return d, nil
}

// Canonical is the document's one JSON form (RFC 8785) and its SHA-256 in
// hexadecimal.
func (d Document) Canonical() (text, hash string, err error) { return canonical(d) }

func canonical(v any) (text, hash string, err error) {
	encoded, err := json.Marshal(v)
	if err != nil {
		return "", "", err
	}
	value := jsontext.Value(encoded)
	if err := value.Canonicalize(); err != nil {
		return "", "", err
	}
	return string(value), hashOf(string(value)), nil
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// nameBlocks gives a uid to every block that has none: its section's anchor and
// its place.
func (d *Document) nameBlocks() {
	taken := map[string]bool{}
	for _, b := range d.blocks() {
		taken[b.UID] = true
	}
	nameAll("intro", d.Intro, taken)
	nameSections(d.Sections, taken)
}

func nameSections(sections []Section, taken map[string]bool) {
	for i := range sections {
		taken[sections[i].Anchor] = true
	}
	for i := range sections {
		nameAll(sections[i].Anchor, sections[i].Blocks, taken)
		nameSections(sections[i].Sections, taken)
	}
}

func nameAll(anchor string, blocks []Block, taken map[string]bool) {
	for i := range blocks {
		for n := i + 1; blocks[i].UID == ""; n++ {
			if uid := fmt.Sprintf("%s-%d", anchor, n); !taken[uid] {
				blocks[i].UID, taken[uid] = uid, true
			}
		}
	}
}
