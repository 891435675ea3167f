package se.partnersec.gallra.config.mappingfile;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.TableMapping.ObjectColumn;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.support.text.Sentences;

/** Reads where the keys of a table's objects stand, and the prefix that bounds what may ever be touched in the bucket. */
final class ObjectMappingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private ObjectMappingReader() {}

    static @Nullable ObjectColumn read(YamlMapping table) {
        YamlMapping block = table.block("objects");
        if (block == null) {
            return null;
        }
        block.allowOnly(Set.of("column", "prefix", "bucket", "unguarded_delete"));
        block.require(List.of("column", "prefix"));
        String column = SqlIdentifier.read(block, "column");
        String prefix = block.text("prefix");
        String bucket = block.text("bucket");
        if (prefix != null) {
            checkPrefix(block, "prefix", prefix);
        }
        if (bucket != null && !BUCKET.matcher(bucket).matches()) {
            block.fault(
                    "bucket", SENTENCES.say("mappingfile.no-bucket-name-give-whole-name", SqlIdentifier.shown(bucket)));
        }
        return new ObjectColumn(
                column == null ? "" : column,
                prefix == null ? "" : prefix,
                bucket,
                TableMappingReader.says(block, "unguarded_delete", "accepted"),
                table.line("objects"));
    }

    static void checkPrefix(YamlMapping block, String key, String prefix) {
        if (!prefix.endsWith("/")) {
            block.fault(
                    key, SENTENCES.say("mappingfile.prefix-must-end-would-also-cover", SqlIdentifier.shown(prefix)));
        } else if (prefix.startsWith("/")) {
            block.fault(
                    key, SENTENCES.say("mappingfile.prefix-begins-keys-objects-do-not", SqlIdentifier.shown(prefix)));
        } else if (!prefix.matches("[^\\p{C}*?\\\\]{1,500}")) {
            block.fault(key, SENTENCES.say("mappingfile.prefix-taken-stands-may-hold-no", SqlIdentifier.shown(prefix)));
        }
    }
}
