package mail_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter/lettertest"
)

// TestStoredLetter is read as it was, whatever its kind.
func TestStoredLetter(t *testing.T) {
	for _, c := range lettertest.Examples() {
		want := mail.Letter{To: "ada@example.com", Content: c}
		stored, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got mail.Letter
		err = json.Unmarshal(stored, &got)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", stored, err, diff)
		}
	}
}

// TestUnknownLetter is neither stored nor read.
func TestUnknownLetter(t *testing.T) {
	if stored, err := json.Marshal(mail.Letter{To: "ada@example.com"}); err == nil {
		t.Errorf("%s is stored", stored)
	}
	for _, stored := range []string{
		`{}`,
		`{"kind": "newsletter", "to": "ada@example.com", "content": {}}`,
		`{"kind": "plan_ended", "to": "ada@example.com", "facts": {"plan": "Studio"}}`,
		`{"kind": "plan_ended", "to": "ada@example.com", "content": {"Plan ": "Studio"}}`,
	} {
		var read mail.Letter
		if err := json.Unmarshal([]byte(stored), &read); err == nil {
			t.Errorf("%s is read: %+v", stored, read)
		}
	}
}
