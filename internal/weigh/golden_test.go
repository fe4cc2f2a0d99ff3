package weigh

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The evidence of these pairs is kept in testdata/pairs.golden, so that whoever
// changes a weight sees in the diff what it does to real kinds of names.
var goldenPairs = []string{
	"Person|Usama bin Ladin|Osama bin Laden", "Person|Usama bin Ladin|Ladin, Usama bin", "Person|Binladin Usama|Usama bin Ladin",
	"Person|Abd al-Rahman|Abdulrahman", "Person|Muammar Gaddafi|Moamer Qadhafi", "Person|Mohammed Ali|Muhammad Aly",
	"Person|Mohammed Ali Hassan|Mohammed Ali Hussein", "Person|Ayman al-Zawahiri|أيمن الظواهري", "Person|Ayman al-Zawahiri|Айман аз-Завахири",
	"Person|Vladimir Putin|Владимир Путин", "Person|Vlаdimir Putin|Vladimir Putin", "Person|Volodymyr Zelenskyy|Володимир Зеленський",
	"Person|Xi Jinping|习近平", "Person|Xi Jinping|Hsi Chin-p'ing", "Person|Kim Jong Un|김정은", "Person|Kim Jong Un|金正恩", "Person|Kim Chong-un|Kim Jong Un",
	"Person|Benjamin Netanyahu|בנימין נתניהו", "Person|Alexis Tsipras|Αλέξης Τσίπρας", "Person|Narendra Modi|नरेन्द्र मोदी",
	"Person|Mikheil Saakashvili|მიხეილ სააკაშვილი", "Person|Serzh Sargsyan|Սերժ Սարգսյան", "Person|Sato Hiroshi|サトウ ヒロシ",
	"Person|Bill Gates|William Gates", "Person|J. Smith|John Smith", "Person|John Smith|John Smith", "Person|John Smith|Jane Smith", "Person|John Smith|Smith John",
	"Person|Dr. Haji Mullah Abdul Ghani|Abdul Ghani", "Person|Abu Bakr|Abubakr", "Person|Maria Garcia Lopez|Maria Garcia", "Person|Maria Garcia Lopez|Maria Lopez",
	"Person|Nguyen Van Minh|Minh Nguyen", "Person|O'Neil|Oneil", "Person|Müller|Mueller", "Person|Jørgensen|Joergensen", "Person|Ivan Ivanov|Iwan Iwanow",
	"Person|Aleksandr Petrov|Alexander Petroff", "Person|Olaf Schulz|Olaf Scholz", "Person|Jon Smtih|John Smith", "Person|Quillfeather Zebedee|Zebedee Quillfether",
	"Person|Zebedee Quillfeather|Otti Brackenbury", "Person|Li Wei|Wei Li", "Person|Zhang Wei|Zhang Lei",
	"Company|Romashka OOO|ООО Ромашка", "Company|Romashka LLC|Romashka GmbH", "Company|Bank of Kestrel|Banque Kestrel", "Company|Banco Nacional de Cuba|BNC",
	"Company|Quillfeather Trading Company|Quillfeather Shipping Company", "Company|Quillfeather Holding|Quillfeather Holdings Ltd", "Company|JSC Argument|JSCARGUMENT",
	"Company|Kestrel Bank Dubai Branch|Kestrel Bank", "Organization|Brigade 7|Brigade 8", "Organization|M23|M-23", "Organization|M23|M24", "Organization|7-28|7-28",
	"Organization|Hizbullah|HIZBALLAH", "Organization|Haqqani Network|شبکه حقانی", "Organization|Islamic State of Iraq|ISI",
	"Vessel|HERO II|HERO 2", "Vessel|GRACE 1|ADRIAN DARYA 1", "Vessel|STAR|STAR", "Airplane|EP-MNE|EPMNE",
}

func TestTheEvidenceOfPairsIsAsBefore(t *testing.T) {
	const path = "testdata/pairs.golden"
	var b strings.Builder
	for _, line := range goldenPairs {
		f := strings.Split(line, "|")
		w, ev, ok := compare(entityOf(t, f[0], map[string][]string{"name": {f[1]}}), entityOf(t, f[0], map[string][]string{"name": {f[2]}}))
		verdict := ""
		if !ok {
			verdict = ", nothing agrees"
		}
		fmt.Fprintf(&b, "%s: %s / %s: %v%s\n%s", f[0], f[1], f[2], w, verdict, table(ev))
	}
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() == string(want) {
		return
	}
	have, old := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range have {
		if i >= len(old) || have[i] != old[i] {
			t.Fatalf("%s:%d: the evidence changed (run with -update and read the diff)\nis   %s\nwas  %s", path, i+1, have[i], append(old, "")[min(i, len(old))])
		}
	}
	t.Fatalf("%s has %d lines more", path, len(old)-len(have))
}
