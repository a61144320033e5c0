package billing_test

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/prokken/prokken/billing/emulator"
)

// call is a request that our client made.
type call struct{ method, path, form string }

// calls are those of all tests so far, by what is the same but for its ids and
// numbers.
var calls = struct {
	sync.Mutex
	made map[string]call
}{made: map[string]call{}}

// recorded notes every request of our client on its way to next.
func recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.UserAgent(), "GoBindings") { // and not the tests themselves
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			form := cmp.Or(string(body), r.URL.RawQuery)
			record(call{r.Method, strings.TrimPrefix(r.URL.Path, emulator.Prefix), form})
		}
		next.ServeHTTP(w, r)
	})
}

func record(c call) {
	calls.Lock()
	defer calls.Unlock()
	if shape := c.shape(); calls.made[shape] == (call{}) {
		calls.made[shape] = c
	}
}

var (
	objectID = regexp.MustCompile(`\bprokken_[a-z]+|\b[a-z]+_[a-z_]*[A-Z0-9%]{8,}|\b[0-9a-f-]{36}\b`)
	number   = regexp.MustCompile(`=[0-9]+`)
)

// operation is the method and path of a call without its ids.
func (c call) operation() string {
	return c.method + " " + objectID.ReplaceAllString(c.path, "{id}")
}

// shape is the same for calls that differ in ids and numbers alone.
func (c call) shape() string {
	form, _ := url.ParseQuery(c.form)
	text := ""
	for _, name := range slices.Sorted(maps.Keys(form)) {
		text += "&" + name + number.ReplaceAllString("="+strings.Join(form[name], ","), "=0")
	}
	return c.operation() + objectID.ReplaceAllString(text, "{id}")
}

// checkContract sends what was recorded to stripe-mock, which knows what Stripe
// accepts. It fails where stripe-mock is required and missing.
func checkContract() error {
	if len(calls.made) == 0 { // the tests are over: nobody writes any more
		return nil
	}
	mock, stop, err := startMock()
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("PROKKEN_TEST_REQUIRE"), ","), "stripe-mock") {
			return err
		}
		fmt.Fprintln(os.Stderr, "no stripe-mock:", err)
		return nil
	}
	defer stop()
	var refused []error
	if replay(mock, call{"POST", "/v1/refunds", "amount=many"}) == nil {
		refused = append(refused, errors.New("stripe-mock accepts nonsense"))
	}
	if flag.Lookup("test.run").Value.String() == "" && len(unheard()) > 0 {
		refused = append(refused, fmt.Errorf("no test asks for %v", unheard()))
	}
	for _, one := range calls.made {
		refused = append(refused, replay(mock, one))
	}
	return errors.Join(refused...)
}

// replay is an error unless stripe-mock accepts the call.
func replay(mock string, c call) error {
	address, body := mock+c.path, c.form
	if c.method != http.MethodPost {
		address, body = address+"?"+c.form, ""
	}
	request, err := http.NewRequest(c.method, address, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer sk_test_x")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode/100 != 2 {
		err = fmt.Errorf("%s %s?%s is answered with %d: %s", c.method, c.path, c.form, answer.StatusCode, said)
	}
	return err
}
