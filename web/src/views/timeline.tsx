import { Title } from "../parts/ui";

export function Timeline() { return <Title>Timeline</Title>; }
