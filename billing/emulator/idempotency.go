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
	known := e.state.answers.look(r.Header.Get("Idempotency-Key"))
	if r.Method != http.MethodPost || known == nil || e.isForgotten(known) {
		return answer{}, mark, false
	}
	if known.Mark != mark {
		message := "Keys for idempotent requests can only be used with the same parameters they were first used with."
		return e.failed(&refusal{status: http.StatusBadRequest, kind: idempotency, message: message}), mark, true
	}
	repeated := *known
	repeated.Repeated = true
	return repeated, mark, true
}

func (e *Emulator) remember(r *http.Request, a answer) {
	if key := r.Header.Get("Idempotency-Key"); key != "" && r.Method == http.MethodPost {
		e.state.answers.put(key, &a)
		e.forgetAnswers()
	}
}

// forgetAnswers drops a few of the oldest, whose time is over.
func (e *Emulator) forgetAnswers() {
	order := e.state.answers.order
	for _, key := range order[:min(2, len(order))] {
		if known := e.state.answers.look(key); known != nil && e.isForgotten(known) {
			e.state.answers.remove(key)
		}
	}
}

func (e *Emulator) isForgotten(a *answer) bool {
	return e.now().Unix()-a.At > int64(answerLife.Seconds())
}

func fingerprint(p params, r *http.Request) string {
	sum := sha256.Sum256([]byte(r.Method + " " + r.URL.Path + "?" + p.Encode()))
	return hex.EncodeToString(sum[:])
}
