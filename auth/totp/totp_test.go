package totp_test

import (
	"testing"
	"time"

	"github.com/prokken/prokken/auth/totp"
)

// TestVectors are those of RFC 6238, appendix B, cut to six digits.
func TestVectors(t *testing.T) {
	secret := []byte("12345678901234567890")
	for unix, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
		2000000000: "279037", 20000000000: "353130",
	} {
		if got := totp.Code(secret, unix/30); got != want {
			t.Errorf("at %d: %s, want %s", unix, got, want)
		}
		if step, found := totp.Step(secret, want, time.Unix(unix, 0)); !found || step != unix/30 {
			t.Errorf("at %d: step %d, %v", unix, step, found)
		}
	}
}

// TestWindow: the code of the step before and of the step after count, and no other.
func TestWindow(t *testing.T) {
	secret, now := []byte("12345678901234567890"), int64(37037036)
	for off := int64(-5); off <= 5; off++ {
		step, found := totp.Step(secret, totp.Code(secret, now+off), time.Unix(now*30, 0))
		if wanted := off >= -1 && off <= 1; found != wanted || found && step != now+off {
			t.Errorf("%d steps off: step %d, %v", off, step, found)
		}
	}
}

func FuzzStep(f *testing.F) {
	f.Add("287082", int64(59))
	f.Add("", int64(0))
	f.Add("９９９９９９", int64(1<<40))
	secret := []byte("12345678901234567890")
	f.Fuzz(func(t *testing.T, code string, unix int64) {
		step, found := totp.Step(secret, code, time.Unix(unix, 0))
		if found && (totp.Code(secret, step) != code || len(code) != 6) {
			t.Errorf("%q is not the code of step %d", code, step)
		}
	})
}
