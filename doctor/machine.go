package doctor

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"time"
)

// Chromium looks whether there is a browser that starts, for audits.
type Chromium struct{ Path string }

// Name is "chromium".
func (Chromium) Name() string { return "chromium" }

// Look asks the browser for its version.
func (c Chromium) Look(ctx context.Context) Finding {
	const do = "Install Chromium (on Debian: apt install chromium). Without it, audits cannot run."
	if c.Path == "" {
		return look("there is none on the path", do)
	}
	says, err := exec.CommandContext(ctx, c.Path, "--version").Output()
	if err != nil {
		return look(c.Path+" does not start: "+err.Error(), do)
	}
	return good(strings.TrimSpace(string(says)))
}

// Clock compares the machine's clock with that of another.
type Clock struct {
	URL    string // of whom to ask; its answer carries a Date
	Client *http.Client
	Now    func() time.Time
}

// Name is "clock".
func (Clock) Name() string { return "clock" }

// apart is how far clocks may be apart: codes of authenticator apps change each 30 seconds, and
// Stripe's signatures are refused after five minutes.
const apart = 15 * time.Second

// Look asks for the other clock's time.
func (c Clock) Look(ctx context.Context) Finding {
	there, err := c.ask(ctx)
	if err != nil {
		return look("it cannot be compared: "+err.Error(), "Check that this machine reaches "+c.URL+".")
	}
	if off := c.Now().Sub(there).Abs(); off > apart {
		return must(fmt.Sprintf("it is %s off", off.Round(time.Second)),
			"Keep it in sync with NTP (on Debian: apt install systemd-timesyncd). Otherwise codes of authenticator apps fail.")
	}
	return good("it is right to some seconds")
}

func (c Clock) ask(ctx context.Context) (time.Time, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, c.URL, nil)
	if err != nil {
		return time.Time{}, err
	}
	answer, err := c.Client.Do(request)
	if err != nil {
		return time.Time{}, err
	}
	answer.Body.Close()
	return http.ParseTime(answer.Header.Get("Date"))
}
