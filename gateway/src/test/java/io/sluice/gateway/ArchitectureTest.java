package io.sluice.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static io.sluice.common.HouseRules.callAny;
import static io.sluice.common.HouseRules.touchAny;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.sluice.common.HouseRules;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The structure of this module, as rules. */
class ArchitectureTest {

    private static final String ROOT = "io.sluice.gateway";

    /** The library fills their fields before the one thread that starts the process runs them. */
    private static final Set<String> FILLED_BY_PICOCLI = Set.of(
            ROOT + ".GatewayCommand",
            ROOT + ".ConfigCommand",
            ROOT + ".TokenCommand",
            ROOT + ".DrainCommand",
            ROOT + ".UndrainCommand",
            ROOT + ".SettingsOptions",
            ROOT + ".NodeOptions");

    /** The one confined class that other threads hand something over to; its queue is made for that. */
    private static final Set<String> HAND_OVER =
            Set.of(ROOT + ".hub.FanOut.queue", ROOT + ".hub.FanOut.queuedPublications", ROOT + ".hub.FanOut.scheduled");

    private static final DescribedPredicate<JavaClass> HANDLES_FRAMES =
            describe("handle frames", type -> List.of("WireFormat", "FrameSink", "MessageSequence", "Outbound").stream()
                    .anyMatch(name -> type.getName().equals(ROOT + ".outbound." + name)));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);

    @Test
    void theRulesSeeTheClasses() {
        assertThat(MAIN.size()).isGreaterThan(120);
        assertThat(TESTS.size()).isGreaterThan(40);
    }

    @Test
    void theHouseRulesHold() {
        HouseRules.packagesAreInOrder(MAIN, ROOT);
        HouseRules.classesAreClosedAndWellNamed(MAIN);
        HouseRules.nothingBlocks(MAIN);
        HouseRules.stateSaysWhoMayTouchIt(MAIN, FILLED_BY_PICOCLI, HAND_OVER);
        HouseRules.theRestOfTheProcessIsLeftAlone(MAIN);
        HouseRules.testsWaitForConditions(TESTS);
    }

    @Test
    void onlyTheCommandLineWritesToStandardStreams() {
        noClasses()
                .that(DescribedPredicate.not(simpleNameEndingWith("Main")
                        .or(simpleNameEndingWith("Command").or(simpleNameEndingWith("OrderRun")))))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    @Test
    void statesOfASessionAreRecords() {
        classes()
                .that()
                .implement(describe("SessionState", type -> type.getName().equals(ROOT + ".session.SessionState")))
                .should()
                .beRecords()
                .check(MAIN);
    }

    @Test
    void packagesUseOnlyThoseOfLowerLevels() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("base")
                .definedBy(in("channel", "metrics", "loop", "filter", "delta", "json", "endpoint", "trace"))
                .layer("ports")
                .definedBy(ROOT + ".broker", ROOT + ".control", ROOT + ".presence")
                .layer("engines")
                .definedBy(in(
                        "broker.memory",
                        "broker.redis",
                        "control.memory",
                        "control.redis",
                        "presence.memory",
                        "presence.redis"))
                .layer("outbound")
                .definedBy(in("outbound"))
                .layer("hub")
                .definedBy(in("hub"))
                .layer("auth")
                .definedBy(in("auth"))
                .layer("hook")
                .definedBy(in("hook"))
                .layer("publish")
                .definedBy(in("publish", "history", "recovery"))
                .layer("subscription")
                .definedBy(in("subscription"))
                .layer("session")
                .definedBy(in("session"))
                .layer("edges")
                .definedBy(in("transport", "api", "drain", "rebalance"))
                .layer("root")
                .definedBy(ROOT)
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("edges")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("edges", "root")
                .whereLayer("subscription")
                .mayOnlyBeAccessedByLayers("session", "edges", "root")
                .whereLayer("publish")
                .mayOnlyBeAccessedByLayers("subscription", "session", "edges", "root")
                .whereLayer("hub")
                .mayOnlyBeAccessedByLayers("publish", "subscription", "session", "edges", "root")
                .whereLayer("outbound")
                .mayOnlyBeAccessedByLayers("hub", "subscription", "session", "edges", "root")
                .whereLayer("hook")
                .mayOnlyBeAccessedByLayers("session", "edges", "root")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("hook", "publish", "subscription", "session", "edges", "root")
                .whereLayer("engines")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("ports")
                .mayNotAccessAnyLayer()
                .whereLayer("base")
                .mayNotAccessAnyLayer()
                .check(MAIN);
    }

    @Test
    void packagesOfOneLevelDoNotKnowEachOther() {
        for (List<String> peers : List.of(
                List.of("channel", "metrics", "loop", "filter", "delta", "json", "trace"),
                List.of("broker", "control", "presence"),
                List.of("auth", "hub"),
                List.of("auth", "outbound"),
                List.of("transport", "api", "drain", "rebalance"))) {
            for (String peer : peers) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + peer + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(in(peers.stream()
                                .filter(other -> !other.equals(peer))
                                .toArray(String[]::new)))
                        .check(MAIN);
            }
        }
    }

    @Test
    void onlyTheRootKnowsWhichEngineRuns() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + "..memory..", ROOT + "..redis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "..memory..", ROOT + "..redis..")
                .check(MAIN);
    }

    /** So that nothing of it is loaded where traces are off. */
    @Test
    void openTelemetryIsKnownInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".trace.otel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".trace.otel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".trace.otel")
                .check(MAIN);
    }

    @Test
    void redisIsSpokenToByTheEnginesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("broker.redis", "control.redis", "presence.redis", "hook.ledger.redis"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.redis..")
                .check(MAIN);
    }

    @Test
    void nettyIsKnownWhereFramesAreMadeAndSent() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("transport.websocket", "transport.http", "transport.socket"))
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".loop.LoopTasks")
                .and(DescribedPredicate.not(HANDLES_FRAMES))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(MAIN);
    }

    @Test
    void channelRulesKnowNothingOfNetworks() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".channel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(MAIN);
    }

    /** A method reference is an access too, though no call. */
    @Test
    void timeAndChanceAreInjected() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".GatewayCommand")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".TokenCommand")
                .should(touchAny(System.class, "currentTimeMillis", "nanoTime"))
                .orShould(touchAny(Instant.class, "now"))
                .orShould(touchAny(Clock.class, "systemUTC", "systemDefaultZone"))
                .orShould(touchAny(Math.class, "random"))
                .check(MAIN);
        noClasses()
                .should(callAny(System.class, "currentTimeMillis"))
                .orShould(callAny(System.class, "nanoTime"))
                .because("even the root only passes method references")
                .check(MAIN);
    }

    /** The root hands the registry from the one who keeps it to those who use it. */
    @Test
    void metersAreMadeInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".metrics..", ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.micrometer.core..").and(describe("make meters", type -> !type.getName()
                                .equals("io.micrometer.core.instrument.MeterRegistry"))))
                .check(MAIN);
    }

    private static String[] in(String... packages) {
        String[] patterns = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            patterns[i] = ROOT + "." + packages[i] + "..";
        }
        return patterns;
    }
}
