package se.partnersec.gallra.canary;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import software.amazon.awssdk.services.s3.S3Client;

/** Everything that can be looked through: each place with all its bytes. */
final class Places {
    private final Map<String, StringBuilder> latin = new LinkedHashMap<>();

    void add(String place, byte[] content) {
        latin.computeIfAbsent(place, k -> new StringBuilder())
                .append(Disguises.latin(content))
                .append('\n');
    }

    void add(String place, String content) {
        add(place, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Every column of every table of both schemas. */
    void addTables(Workplace work) {
        for (String schema : List.of(work.schemas().suite(), work.schemas().business())) {
            for (String table : work.admin()
                    .queryForList(
                            "SELECT table_name FROM information_schema.tables WHERE table_schema = ?",
                            String.class,
                            schema)) {
                add(Objects.requireNonNull(table), "looked through");
                work.admin().query("SELECT * FROM `" + schema + "`.`" + table + "`", row -> {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        byte[] value = row.getBytes(i);
                        if (value != null) {
                            add(table + "." + row.getMetaData().getColumnName(i), value);
                        }
                    }
                });
            }
        }
    }

    /** Keys and contents of every version, and the keys of markers and of unfinished uploads. */
    void addBucket(Workplace work) {
        String bucket = Objects.requireNonNull(work.settings().bucket()).bucket();
        add("bucket", "looked through");
        try (S3Client s3 = TestServers.objectStore().client()) {
            s3.listObjectVersionsPaginator(b -> b.bucket(bucket)).forEach(page -> {
                page.versions().forEach(version -> {
                    add("bucket", version.key());
                    add(
                            "bucket",
                            s3.getObjectAsBytes(b ->
                                            b.bucket(bucket).key(version.key()).versionId(version.versionId()))
                                    .asByteArray());
                });
                page.deleteMarkers().forEach(marker -> add("bucket", marker.key()));
            });
            s3.listMultipartUploads(b -> b.bucket(bucket)).uploads().forEach(upload -> add("bucket", upload.key()));
        }
    }

    /** Where each of the values was found; those that were not are not in it. */
    Map<String, TreeSet<String>> find(List<String> values) {
        Map<String, TreeSet<String>> found = new TreeMap<>();
        List<Disguises> disguises = values.stream().map(Disguises::new).toList();
        latin.forEach((place, content) -> {
            String bytes = content.toString();
            String lower = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT);
            for (Disguises each : disguises) {
                if (each.in(bytes, lower)) {
                    found.computeIfAbsent(each.value(), k -> new TreeSet<>()).add(place);
                }
            }
        });
        return found;
    }

    java.util.Set<String> names() {
        return latin.keySet();
    }
}
