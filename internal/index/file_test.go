package index

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deciban/internal/entity"
	"deciban/internal/names"
	"deciban/internal/weigh"
)

var update = flag.Bool("update", false, "write the fixtures anew")

// people are the entries of the test index: name, birth date, passport.
var people = []string{
	"Ana Maria Souza|1961-02-03|AB1234567", "Jörg Müller-Lüdenscheid|1950|", "عبد الرحمن الحسيني|1971-11-30|", "Владимир Безымянный||",
	"Abd al Rahman al-Husseini|1971-11-30|P9988776", "Li Xiaoming|1980-01-01|", "J. Smith|1949-07-08|", "Ana Souza|1961-03-02|",
}

func partyOf(text []byte) (*weigh.Party, error) {
	f := strings.Split(string(text), "|")
	if len(f) != 3 {
		return nil, fmt.Errorf("%d fields", len(f))
	}
	props := map[string][]string{"name": {f[0]}}
	for i, p := range []string{"birthDate", "passportNumber"} {
		if f[i+1] != "" {
			props[p] = []string{f[i+1]}
		}
	}
	e, err := entity.NewSubject("Person", props)
	if err != nil {
		return nil, err
	}
	return weigh.Default().Prepare(e), nil
}

var testAbout = About{Snapshot: "snapshot", Model: "model"}

func writeTestIndex(t testing.TB, path string) {
	t.Helper()
	w, err := Create(path, testAbout)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range people {
		p, err := partyOf([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprint("e", i)
		w.Add(p, id, id, []byte(text))
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Errorf("after Finish there is something to abort: %v", err)
	}
}

// ask opens the index and searches it; refused tells whether it was refused in
// the way that it should be.
func ask(t testing.TB, path string) (answer string, refused bool) {
	t.Helper()
	ix, err := Open(path, testAbout, weigh.Default(), partyOf)
	if err != nil {
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrOther) {
			t.Errorf("%v: neither damaged nor other", err)
		}
		return "", true
	}
	defer ix.Close()
	for _, subject := range []string{"Ana Souza|1961-02-03|", "Abdulrahman Husseini||P9988776", "Vladimir Bezymyannyj|1950|", "Joerg Mueller|1950|"} {
		q, err := partyOf([]byte(subject))
		if err != nil {
			t.Fatal(err)
		}
		hits, _, err := ix.Search(q, 0, 0, true)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%v: not damaged", err)
			}
			return "", true
		}
		answer += fmt.Sprintln(subject, hits)
	}
	for at := range ix.Len() {
		if _, err := ix.Text(at); err != nil {
			return "", true
		}
	}
	return answer + fmt.Sprint(ix.Find("e3")), false
}

func TestDamagedFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "index")
	writeTestIndex(t, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, refused := ask(t, path)
	if refused || strings.Count(want, "{") < 5 {
		t.Fatalf("the whole file: refused %v, %s", refused, want)
	}
	bad := filepath.Join(dir, "bad")
	try := func(what string, b []byte, mayAnswer bool) {
		t.Helper()
		if err := os.WriteFile(bad, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, refused := ask(t, bad); !refused && (!mayAnswer || got != want) {
			t.Errorf("%s is not refused, and answers %s", what, got)
		}
	}
	try("an empty file", nil, false)
	try("another kind of file", []byte(strings.Repeat("PK\x03\x04", 4000)), false)
	try("two files", append(bytes.Clone(whole), whole...), false)
	for n := 0; n < len(whole); n += 1 + len(whole)/300 {
		try(fmt.Sprintf("a file cut after %d bytes", n), whole[:n], false)
	}
	for n := 0; n < len(whole); n += 1 + len(whole)/1500 {
		b := bytes.Clone(whole)
		b[n] ^= 1 << (n % 8)
		// What stands between sections, and in unused rows, means nothing.
		try(fmt.Sprintf("a flipped bit in byte %d", n), b, true)
	}
	older := bytes.Clone(whole)
	older[8]--
	try("an older format", older, false)
	newer := bytes.Clone(whole)
	newer[8]++
	try("a newer format", newer, false)
}

func TestIndexOfOtherThingsIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	writeTestIndex(t, path)
	for _, want := range []About{{"other", "model"}, {"snapshot", "other"}, {}} {
		if _, err := Open(path, want, weigh.Default(), partyOf); !errors.Is(err, ErrOther) {
			t.Errorf("%v: %v", want, err)
		}
	}
	if _, err := Open(path+"x", testAbout, weigh.Default(), partyOf); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// A file is built once under another name.
func TestUnfinishedIndexLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(filepath.Join(dir, "index"), testAbout)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

// The fixture of each format is read, or refused with a clear word.
func TestFixturesOfAllFormats(t *testing.T) {
	for _, format := range []string{"1", "2", "3"} {
		_, err := Open(filepath.Join("testdata", "format-"+format+".index"), testAbout, weigh.Default(), partyOf)
		if !errors.Is(err, ErrOther) || !strings.Contains(err.Error(), "its format is "+format) {
			t.Errorf("format %s: %v", format, err)
		}
	}
	path := filepath.Join("testdata", "format-4.index")
	if *update {
		writeTestIndex(t, path)
	}
	ix, err := Open(path, testAbout, weigh.Default(), partyOf)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	for at, want := range people {
		if text, err := ix.Text(at); err != nil || string(text) != want {
			t.Errorf("entry %d: %q, %v", at, text, err)
		}
	}
}

// A kin's head says what its description says, whatever it was written in.
func TestHeadsAreOfTheirKins(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	w, err := Create(path, testAbout)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{
		"Maria de la Cruz Ortega", "عبد الرحمن الحسيني", "גולדה מאיר", "Владимир Безымянный", "Γιώργος Παπαδόπουλος",
		"乔治·布什", "ハメネイ", "田中太郎", "김정일", "블라디미르", "अमित शर्मा", "Արամ Խաչատրյան", "გიორგი ბერიძე",
		"สมชาย ใจดี", "အောင်ဆန်း", "አበበ ቢቂላ", "བསྟན་འཛིན", "محمود احمدینژاد گلپایگانی",
	} {
		text := []byte(name + "||")
		p, err := partyOf(text)
		if err != nil {
			t.Fatal(err)
		}
		w.Add(p, fmt.Sprint("e", i), fmt.Sprint("e", i), text)
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(path, testAbout, weigh.Default(), partyOf)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	s := seeker{t: ix.t}
	seen := map[names.Channel]bool{}
	for kin := range s.t.heads {
		k := s.unit(uint32(kin)).Kin()
		_, channel, _ := k.Form()
		if got, want := s.t.heads[kin], headOf(&k); got != want || got.channel() != channel {
			t.Errorf("the head %+v, of channel %v; the kin's %+v, %v", got, got.channel(), want, channel)
		}
		if got, want := s.t.heads[kin].flags(), flagsOf(&k); got != want {
			t.Errorf("the head's flags are %b, the kin's %b", got, want)
		}
		seen[channel] = true
	}
	for c := range names.Channel(names.ChannelCount) {
		if !seen[c] {
			t.Errorf("no kin is %v", c)
		}
	}
}

func flagsOf(k *weigh.Kin) (flags uint8) {
	if _, _, several := k.Form(); several {
		flags |= kinSeveral
	}
	if k.Searched() {
		flags |= kinSearched
	}
	if k.Notion() != "" {
		flags |= kinNotion
	}
	return flags
}

func FuzzOpen(f *testing.F) {
	path := filepath.Join(f.TempDir(), "index")
	writeTestIndex(f, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	want, _ := ask(f, path)
	f.Add(whole, 100, byte(1))
	f.Add(whole[:3000], 9, byte(255))
	f.Fuzz(func(t *testing.T, b []byte, at int, flip byte) {
		if at >= 0 && at < len(b) {
			b = bytes.Clone(b)
			b[at] ^= flip
		}
		path := filepath.Join(t.TempDir(), "index")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, refused := ask(t, path); !refused && got != want {
			t.Errorf("a damaged file answers %s", got)
		}
	})
}
