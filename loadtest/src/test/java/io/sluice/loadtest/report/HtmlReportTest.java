package io.sluice.loadtest.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The page, read by an XML parser, which forgives less than a browser. */
class HtmlReportTest {
    @TempDir
    private Path directory;

    private static Document parse(ScenarioResult result) throws Exception {
        byte[] page = HtmlReport.page(result).getBytes(UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(page));
    }

    private static List<String> texts(Document page, String path) throws Exception {
        NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, page, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void theFileHoldsThePage() throws Exception {
        Path file = directory.resolve("report.html");

        HtmlReport.write(Results.idle(1), file);

        assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").isEqualTo(HtmlReport.page(Results.idle(1)));
    }

    @Test
    void theTableShowsEachMeasurementWithItsLimitAndTheVerdict() throws Exception {
        Document page = parse(Results.idle(7000));

        assertThat(texts(page, "//tbody/tr[1]/td")).containsExactly("all", "1.2", "MiB", "", "");
        assertThat(texts(page, "//tbody/tr[2]/td"))
                .containsExactly("each one", "7,000", "bytes", "6,144 bytes", "too much");
        assertThat(texts(page, "//header/span")).containsExactly("failed");
        assertThat(texts(parse(Results.idle(6144)), "//header/span")).containsExactly("passed");
    }

    @Test
    void aTimelineBecomesFourCharts() throws Exception {
        Document page = parse(Results.withTimeline(
                Results.point(-1, 10, "gateway-1", "redis"), Results.point(0, 10, "gateway-1", "redis")));

        assertThat(texts(page, "//figcaption")).containsExactly("Latency", "Throughput", "CPU", "Resident memory");
        assertThat(texts(page, "//figure[1]//li")).containsExactly("p50 (median)", "p99", "max");
        assertThat(texts(page, "//figure[3]//li")).containsExactly("gateway-1", "redis");
        assertThat(texts(page, "//figure/svg/text[@class='x title'][2]"))
                .containsExactly("latency (ms)", "messages (1/s)", "CPU (cores)", "memory (MiB)");
    }

    @Test
    void withoutATimelineThereAreNoCharts() throws Exception {
        assertThat(texts(parse(Results.idle(1)), "//figure")).isEmpty();
    }

    @Test
    void aSinglePointIsADot() throws Exception {
        Document page = parse(Results.withTimeline(Results.point(1, 10, "gateway-1")));

        assertThat(texts(page, "//figure[1]//circle")).hasSize(3);
        assertThat(texts(page, "//path")).isEmpty();
    }

    @Test
    void whatWasNotMeasuredHasNoChart() throws Exception {
        Document page = parse(Results.withTimeline(Results.point(1, 10), Results.point(2, 10)));

        assertThat(texts(page, "//figcaption")).containsExactly("Latency", "Throughput");
    }

    @Test
    void throughputIsByTheLengthOfTheInterval() throws Exception {
        Document page = parse(Results.withTimeline(Results.point(1, 600), Results.point(3, 600)));

        assertThat(texts(page, "//figure[2]//title"))
                .containsExactly("1 s\nmessages: 600 1/s", "3 s\nmessages: 300 1/s");
    }

    @Test
    void aProcessThatDidNotRunLeavesAGap() throws Exception {
        Document page = parse(Results.withTimeline(
                Results.point(1, 1, "gateway-1"),
                Results.point(2, 1, "gateway-1", "gateway-2"),
                Results.point(3, 1, "gateway-1")));

        assertThat(texts(page, "//figure[3]//title").get(0)).contains("gateway-1: 0.25 cores", "gateway-2: –");
        assertThat(texts(page, "//figure[3]//circle")).hasSize(1);
        assertThat(texts(page, "//figure[3]//path")).hasSize(1);
    }

    @Test
    void allTextIsEscaped() throws Exception {
        String hostile = "</style><script>alert(\"1\" & '2')</script>\u0000";
        ScenarioResult result = new ScenarioResult(
                hostile, hostile, List.of(Measurement.of(hostile, 1, hostile)), List.of(Results.point(1, 1, hostile)));

        String shown = hostile.replace('\u0000', '\uFFFD');
        assertThat(HtmlReport.page(result)).doesNotContain("<script");
        Document page = parse(result);
        assertThat(texts(page, "//h1")).containsExactly("Load test: " + shown);
        assertThat(texts(page, "//tbody/tr/td[1]")).containsExactly(shown);
        assertThat(texts(page, "//figure[3]//li")).containsExactly(shown);
    }

    @Test
    void thePageNeedsNothingFromElsewhere() throws Exception {
        String page = HtmlReport.page(Results.withTimeline(Results.point(1, 1, "a"), Results.point(2, 1, "a")));

        assertThat(page).doesNotContain("http", "src=", "href=", "url(", "@import");
    }

    @Test
    void theStyleSheetNeedsNoEscaping() throws Exception {
        String page = HtmlReport.page(Results.idle(1));
        String style = page.substring(page.indexOf("<style>") + "<style>".length(), page.indexOf("</style>"));

        assertThat(style).contains("prefers-color-scheme: dark").doesNotContain("&");
    }
}
