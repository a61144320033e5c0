package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"
)

// answerLife is how long an idempotency key is remembered.
const answerLife = 24 * time.Hour

// answer is what a request got. Mark tells requests apart.
type answer struct {
	Status   int             `json:"status"`
	Body     json.RawMessage `json:"body"`
	Mark     string          `json:"mark"`
	At       int64           `json:"at"`
	Repeated bool            `json:"-"`
}

// saved finds the answer that the request's idempotency key got before, and
// the mark of the request for a new answer.
func (e *Emulator) saved(p params, r *http.Request) (answer, string, bool) {
	mark := fingerprint(p, r)
	known, found := e.state.Answers[r.Header.Get("Idempotency-Key")]
	if r.Method != http.MethodPost || !found || e.now().Unix()-known.At > int64(answerLife.Seconds()) {
		return answer{}, mark, false
	}
	if known.Mark != mark {
		message := "Keys for idempotent requests can only be used with the same parameters they were first used with."
		return failed(&refusal{http.StatusBadRequest, idempotency, "", message, ""}), mark, true
	}
	known.Repeated = true
	return known, mark, true
}

func (e *Emulator) remember(r *http.Request, a answer) {
	if key := r.Header.Get("Idempotency-Key"); key != "" && r.Method == http.MethodPost {
		e.state.Answers[key] = a
	}
}

func (s state) forgetAnswers(now time.Time) {
	for key, a := range s.Answers {
		if now.Unix()-a.At > int64(answerLife.Seconds()) {
			delete(s.Answers, key)
		}
	}
}

func fingerprint(p params, r *http.Request) string {
	sum := sha256.Sum256([]byte(r.Method + " " + r.URL.Path + "?" + p.Encode()))
	return hex.EncodeToString(sum[:])
}
