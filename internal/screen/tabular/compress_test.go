package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

var packings = []string{"gzip", "zstd"}

// lines returns n lines that neither compress to nothing nor not at all.
func lines(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "line %d: %x\n", i, r.Uint64())
	}
	return b.Bytes()
}

func pack(t testing.TB, name string, frames ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := NewCompressor(name, &b)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range frames {
		if _, err := z.Write(f); err != nil {
			t.Fatal(err)
		}
		if err := z.EndFrame(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func unpackAll(in io.Reader) ([]byte, string, error) {
	r, name, closer, err := Decompress(in)
	if err != nil {
		return nil, name, err
	}
	defer closer()
	b, err := io.ReadAll(r)
	return b, name, err
}

func TestWhatIsPackedIsUnpackedByItsContent(t *testing.T) {
	text := lines(5000)
	for _, name := range packings {
		got, as, err := unpackAll(bytes.NewReader(pack(t, name, text[:100_000], nil, text[100_000:])))
		if err != nil || as != name || !bytes.Equal(got, text) {
			t.Errorf("%s: %d bytes, taken for %q, %v", name, len(got), as, err)
		}
	}
	for _, plain := range []string{"", "x", "id,name\n", string(text)} {
		got, as, err := unpackAll(strings.NewReader(plain))
		if err != nil || as != "" || string(got) != plain {
			t.Errorf("plain text of %d bytes: %d bytes, taken for %q, %v", len(plain), len(got), as, err)
		}
	}
}

// However what is written comes, by the byte or at once, the bytes are the same.
func TestAFrameIsDecidedByWhatItHolds(t *testing.T) {
	text := lines(9000)
	for _, name := range packings {
		want := pack(t, name, text)
		for _, step := range []int{1, 7, 1000, blockSize - 1, blockSize, blockSize + 1, 3 * blockSize} {
			var b bytes.Buffer
			z, err := NewCompressor(name, &b)
			if err != nil {
				t.Fatal(err)
			}
			for from := 0; from < len(text); from += step {
				if _, err := z.Write(text[from:min(from+step, len(text))]); err != nil {
					t.Fatal(err)
				}
			}
			if err := z.EndFrame(); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(b.Bytes(), want) {
				t.Errorf("%s in steps of %d: other bytes", name, step)
			}
		}
	}
}

func TestAnEmptyFileIsStillACompressedOne(t *testing.T) {
	for _, name := range packings {
		var b bytes.Buffer
		z, err := NewCompressor(name, &b)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(z.EndFrame(), z.EmptyFrame()); err != nil {
			t.Fatal(err)
		}
		got, as, err := unpackAll(&b)
		if err != nil || as != name || len(got) != 0 {
			t.Errorf("%s: %q, taken for %q, %v", name, got, as, err)
		}
	}
}

// Of a file that is cut anywhere, all that came before is read, and then an
// error says that it is cut.
func TestACutFileSaysSoAfterWhatItHolds(t *testing.T) {
	text := lines(400)
	for _, name := range packings {
		whole := pack(t, name, text[:6000], text[6000:])
		for n := 5; n < len(whole); n++ {
			got, _, err := unpackAll(bytes.NewReader(whole[:n]))
			if !bytes.HasPrefix(text, got) {
				t.Fatalf("%s, cut after %d bytes: other text", name, n)
			}
			// Between two frames nobody can see that there was another.
			if err == nil && len(got) == 6000 {
				continue
			}
			if err == nil || !strings.Contains(err.Error(), "the "+name+" data ends before its end: the file is cut off") {
				t.Fatalf("%s, cut after %d of %d bytes: %v", name, n, len(whole), err)
			}
		}
	}
}

func TestDamageIsSaidToBeDamage(t *testing.T) {
	text := lines(4000)
	for _, name := range packings {
		whole := pack(t, name, text)
		whole[len(whole)/2] ^= 0x40
		_, _, err := unpackAll(bytes.NewReader(whole))
		if err == nil || !strings.Contains(err.Error(), "the "+name+" data is damaged") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A disk that fails is not taken for damaged data.
func TestAFailingDiskIsNoDamage(t *testing.T) {
	broken := errors.New("cable cut")
	for _, name := range packings {
		whole := pack(t, name, lines(4000))
		_, _, err := unpackAll(io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), failing{broken}))
		if !errors.Is(err, broken) || strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzDecompress(f *testing.F) {
	for _, name := range packings {
		f.Add(pack(f, name, []byte("id,name\n1,x\n")))
	}
	f.Add([]byte("\x1f\x8b"))
	f.Add([]byte("\x28\xb5\x2f\xfd\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, name, closer, err := Decompress(bytes.NewReader(data))
		if err != nil {
			return
		}
		defer closer()
		n, err := io.Copy(io.Discard, io.LimitReader(r, 1<<20))
		if name == "" && (err != nil || n != int64(min(len(data), 1<<20))) {
			t.Errorf("plain data of %d bytes: %d read, %v", len(data), n, err)
		}
	})
}
