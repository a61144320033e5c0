package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/validation"
)

// WordsField is where a message stands that is about no single text.
const WordsField = "words"

// pathWord stands in a text for what a declaration says.
const pathWord = "{path}"

// CheckWords returns models.Invalid with a message under each key whose words
// cannot stand in the document. What holds for the original holds for them.
func (d Document) CheckWords(words Words) error {
	source, _ := d.Words()
	if err := checkKeys(source, words); err != nil {
		return err
	}
	problems := validation.Errors{}
	bare := d.withoutClaims()
	var found validation.Errors
	errors.As(bare.In(words).Validate(), &found)
	for place, message := range found {
		bare.blame(problems, words, place, message)
	}
	for key, text := range words {
		if strings.Contains(source[key], pathWord) && !strings.Contains(text, pathWord) {
			problems[key] = "Please keep " + pathWord + " in the text: the path is put there."
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// checkKeys names the keys that the document does not have.
func checkKeys(source, words Words) error {
	unknown := slices.DeleteFunc(words.Keys(), func(key string) bool { return source[key] != "" })
	if len(unknown) == 0 {
		return nil
	}
	const most = 10
	named := make([]string, min(most, len(unknown)))
	for i := range named {
		named[i] = fmt.Sprintf("%.100q", unknown[i])
	}
	message := "The policy has no text " + strings.Join(named, ", ")
	if more := len(unknown) - len(named); more > 0 {
		message += fmt.Sprintf(", and %d more", more)
	}
	return validation.Errors{WordsField: message + ". Please look at the names in front of the texts."}
}

// blame puts the message to the words that stand at the place. Of several, each
// is looked at alone.
func (d Document) blame(problems validation.Errors, words Words, place, message string) {
	keys := slices.DeleteFunc(
		words.Keys(),
		func(key string) bool { return key != place && !strings.HasPrefix(key, place+".") },
	)
	if len(keys) == 1 {
		problems[keys[0]] = message
		return
	}
	b, _ := d.Block(place)
	for _, key := range keys {
		alone := Document{Slug: d.Slug, Title: d.Title, Intro: []Block{b}}
		var found validation.Errors
		errors.As(alone.In(Words{key: words[key]}).Validate(), &found)
		if found[place] != "" {
			problems[key] = found[place]
		}
	}
}

// withoutClaims is the document without its claims: they quote the original.
func (d Document) withoutClaims() Document {
	d = d.clone()
	for _, anchor := range append([]string{Intro}, d.Anchors()...) {
		blocks := *d.list(anchor)
		for i := range blocks {
			blocks[i].Claims = nil
		}
	}
	return d
}
