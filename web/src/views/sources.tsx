import { Title } from "../parts/ui";

export function Sources() { return <Title>Sources</Title>; }
