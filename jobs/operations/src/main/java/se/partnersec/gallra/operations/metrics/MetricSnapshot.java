package se.partnersec.gallra.operations.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was seen at one moment: metrics with their values. A metric that is not known is left out; there is no stand-in. */
public final class MetricSnapshot {
    /** What {@link #text} is, as HTTP names it. */
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final Map<MetricDefinition, Map<Labels, Double>> values = new EnumMap<>(MetricDefinition.class);

    void set(MetricDefinition metric, double value, String... labels) {
        values.computeIfAbsent(metric, m -> new TreeMap<>()).put(metric.labels(List.of(labels)), value);
    }

    void set(MetricDefinition metric, boolean value, String... labels) {
        set(metric, value ? 1 : 0, labels);
    }

    void set(MetricDefinition metric, Instant moment, String... labels) {
        set(metric, moment.toEpochMilli() / 1000.0, labels);
    }

    void add(MetricSnapshot more) {
        more.values.forEach((metric, its) ->
                values.computeIfAbsent(metric, m -> new TreeMap<>()).putAll(its));
    }

    /** In the text format of Prometheus, version 0.0.4, UTF-8; the same figures give the same text. */
    public byte[] text() {
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        values.forEach((metric, its) -> snapshots.metricSnapshot(metric.snapshot(its)));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, snapshots.build());
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to. Indicates a bug", e);
        }
        return text.toByteArray();
    }
}
