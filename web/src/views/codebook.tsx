import { Title } from "../parts/ui";

export function Codebook() { return <Title>Codebook</Title>; }
