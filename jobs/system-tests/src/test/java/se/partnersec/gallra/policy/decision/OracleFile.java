package se.partnersec.gallra.policy.decision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of worked decisions: CSV as RFC 4180 has it, one record a line, the header names the columns. */
final class OracleFile {

    private OracleFile() {}

    /** One worked decision; a column that is absent reads as empty. */
    record Row(Map<String, String> fields) {
        String get(String column) {
            return fields.getOrDefault(column, "");
        }

        Row with(String column, String value) {
            Map<String, String> changed = new LinkedHashMap<>(fields);
            changed.put(column, value);
            return new Row(changed);
        }
    }

    static List<Row> read(Path file) {
        try {
            String text = Files.readString(file);
            return records(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the oracle " + file.toAbsolutePath(), e);
        }
    }

    static List<Row> records(String text) {
        List<List<String>> lines = split(text);
        List<String> header = lines.get(0);
        List<Row> records = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            if (line.size() == 1 && line.get(0).isBlank()) {
                continue;
            }
            Map<String, String> record = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                record.put(header.get(i).strip(), i < line.size() ? line.get(i).strip() : "");
            }
            records.add(new Row(record));
        }
        return records;
    }

    private static List<List<String>> split(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
                field.append(c);
            } else if (c != '\r') {
                line.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            }
        }
        if (field.length() > 0 || !line.isEmpty()) {
            line.add(field.toString());
            lines.add(line);
        }
        return lines;
    }
}
