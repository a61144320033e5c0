package mail

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/wneessen/go-mail"
)

// ErrBounced is in the error of a mail that the mail server refused for good because of the
// address it is for. Every other refusal can be about us, and may pass.
var ErrBounced = errors.New("the address takes no mail")

// asBounce adds [ErrBounced] to the error of a mail whose address was refused for good.
func asBounce(err error) error {
	var refused *mail.SendError
	if errors.As(err, &refused) && isBounce(refused) {
		return fmt.Errorf("%w: %w", ErrBounced, err)
	}
	return err
}

// isBounce reports whether the answer is final and about the address: one to RCPT TO, or one to
// the content that says so in its enhanced code.
func isBounce(refused *mail.SendError) bool {
	code, answer := refused.ErrorCode(), answerOf(refused)
	status := enhancedStatus(answer)
	if aboutUs.MatchString(answer) {
		return false // whatever its code: they are given loosely
	}
	switch refused.Reason {
	case mail.ErrSMTPRcptTo:
		return aboutMailbox.MatchString(status) || status == "" && slices.Contains(noMailbox, code)
	case mail.ErrSMTPData, mail.ErrSMTPDataClose, mail.ErrWriteContent:
		return aboutAddress.MatchString(status)
	default:
		return false
	}
}

var (
	// aboutAddress are the enhanced codes about the recipient's address (RFC 3463, section 3.2):
	// 5.1.0 names no cause, 5.1.7 and 5.1.8 are about the sender's.
	aboutAddress = regexp.MustCompile(`^5\.1\.([1236]|10)$`)
	// aboutMailbox is also that of a mailbox that is closed. A full one passes, and 5.7 says that
	// the server does not relay for us.
	aboutMailbox = regexp.MustCompile(`^5\.(1\.([1236]|10)|2\.1)$`)
	// aboutUs are words of a refusal that is about the sender, the server or the content.
	aboutUs = regexp.MustCompile(`(?i)\brelay|authenticat|\bblock|black ?list|\brbl\b|dnsbl|spam|\bsender|rcpthosts|` +
		`prohibit|polic(y|ies)|\bquota|\bfull\b|\brate\b|too (many|much|quickly)`)
)

// noMailbox are the answers to RCPT TO, without an enhanced code, that the mailbox is not there
// (RFC 5321, section 4.2.3; RFC 7504).
var noMailbox = []int{550, 551, 553, 556}

// answerOf returns what the server said, without the addresses that the library adds.
func answerOf(refused *mail.SendError) string {
	answer, _, _ := strings.Cut(refused.Error(), ", affected ")
	return answer
}

var enhanced = regexp.MustCompile(`: 5\d\d[ -]"?(?:.*\(#?)?(5\.\d{1,3}\.\d{1,3})\b`)

// enhancedStatus returns the code of a final answer, also of a server that does not announce that
// it has them (RFC 2034); "" for none, and for one that says nothing.
func enhancedStatus(answer string) string {
	found := enhanced.FindStringSubmatch(answer)
	if found == nil || strings.HasPrefix(found[1], "5.0.") {
		return ""
	}
	return found[1]
}
