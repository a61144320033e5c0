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
	switch refused.Reason {
	case mail.ErrSMTPRcptTo:
		return aboutMailbox.MatchString(status) || status == "" && isAboutMailbox(code, answer)
	case mail.ErrSMTPData, mail.ErrSMTPDataClose, mail.ErrWriteContent:
		return aboutAddress.MatchString(status)
	default:
		return false
	}
}

var (
	// aboutAddress are the enhanced codes about the recipient's address (RFC 3463, section 3.2);
	// 5.1.7 and 5.1.8 are about the sender's.
	aboutAddress = regexp.MustCompile(`^5\.1\.([0-6]|9|10)$`)
	// aboutMailbox are also those about a mailbox, and about a domain that nobody answers for. Not
	// among them is 5.7: the server does not relay for us.
	aboutMailbox = regexp.MustCompile(`^5\.(1\.([0-6]|9|10)|2\.\d+|4\.[14])$`)
	relaying     = regexp.MustCompile(`(?i)\brelay|authenticat|\bblock|spam|\bsender`)
)

// isAboutMailbox reads an answer to RCPT TO without an enhanced code (RFC 5321, section 4.2.3; RFC
// 7504). Some servers refuse to relay with the same codes, and say so in words alone.
func isAboutMailbox(code int, text string) bool {
	return slices.Contains([]int{550, 551, 552, 553, 556}, code) && !relaying.MatchString(text)
}

// answerOf returns what the server said, without the addresses that the library adds.
func answerOf(refused *mail.SendError) string {
	answer, _, _ := strings.Cut(refused.Error(), ", affected ")
	return answer
}

var enhanced = regexp.MustCompile(`: 5\d\d[ -]"?(5\.\d{1,3}\.\d{1,3})\b`)

// enhancedStatus returns the code of a final answer, also of a server that does not announce that
// it has them (RFC 2034); "" for none, and for one that says nothing.
func enhancedStatus(answer string) string {
	found := enhanced.FindStringSubmatch(answer)
	if found == nil || strings.HasPrefix(found[1], "5.0.") {
		return ""
	}
	return found[1]
}
