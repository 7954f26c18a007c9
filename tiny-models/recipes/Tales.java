import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.vitrina.world.Split;
import org.vitrina.world.TaleQuestions;

/// Writes tales of the test part, which no model of ours has learned from, for measurements: every other one is
/// in Spanish. A space is between them: the end of a line is a token that tales-base has never read, and so
/// unlikely to it that little else would be measured.
///
/// `java -cp 'target/launcher/HASH/*:target/launcher/HASH/lib/*' tiny-models/recipes/Tales.java 42 > target/tales.txt`,
/// where `HASH` is the folder of the last build.
void main(String[] arguments) {
    int count = arguments.length == 0 ? 40 : Integer.parseInt(arguments[0]);
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int number = 0; number < count; number++) {
        out.print(TaleQuestions.tale(Split.TEST, number).text() + " ");
    }
}
