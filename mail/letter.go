// Package mail sends mails. What each kind of mail tells stands in mail/letter, and its
// words in views/mails. Start reading at [Letter].
package mail

import (
	"encoding/json"

	"github.com/prokken/prokken/mail/letter"
)

// Letter is a mail that has yet to be written: whom it is for, and what it tells. It
// holds no secret, so that the job queue may keep it.
type Letter struct {
	To      string
	Content letter.Content
}

// Kind returns which mail it is.
func (l Letter) Kind() letter.Kind { return l.Content.Kind() }

// storedLetter is a letter in the job queue.
type storedLetter struct {
	Kind    letter.Kind     `json:"kind"`
	To      string          `json:"to"`
	Content json.RawMessage `json:"content"`
}

// MarshalJSON returns the letter as the job queue keeps it.
func (l Letter) MarshalJSON() ([]byte, error) {
	content, err := letter.Encode(l.Content)
	if err != nil {
		return nil, err
	}
	return json.Marshal(storedLetter{Kind: l.Kind(), To: l.To, Content: content})
}

// UnmarshalJSON reads what MarshalJSON returned.
func (l *Letter) UnmarshalJSON(data []byte) error {
	var stored storedLetter
	if err := json.Unmarshal(data, &stored); err != nil {
		return err
	}
	content, err := letter.Decode(stored.Kind, stored.Content)
	if err != nil {
		return err
	}
	*l = Letter{To: stored.To, Content: content}
	return nil
}

// Message is a written mail. Unsubscribe is the address where one press ends
// mails of this kind (RFC 8058); "" for mails that nobody subscribes to.
type Message struct {
	To, Subject, Text, HTML string
	Unsubscribe             string
}
